import type { PlannedTraining } from '../fit/train-options.js';
import type { Arguments, OptionName } from './arguments.js';
import { CONFIG_NAMES } from './config-file.js';

/**
 * Every option of a training with what it came to, for `--json`: as a file it is what `--config` reads. Null
 * is an option that was left to its default and has no effect here, or one that only the log decides.
 * @param plan what the trainer chose for this log.
 */
export function effectiveConfig(
  { values }: Arguments,
  plan: PlannedTraining,
  card: { name: string; version: string },
  threads: number,
): Record<string, unknown> {
  const { config, epochs, batch, negatives, rate, dropout, seed, teaching } = plan;
  const byTime = values.split !== 'leave-one-out';
  const defaults: Partial<Record<OptionName, unknown>> = {
    'allow-refused': 0.1,
    batch,
    content: config.contentBuckets,
    dropout,
    // Where training ends by itself, a number would change it.
    epochs: plan.stopsEarly ? null : epochs,
    heads: config.heads,
    'keep-robots': false,
    layers: config.layers,
    markdown: false,
    'mask-seen': false,
    'model-version': card.version,
    name: card.name,
    negatives,
    on: 'test',
    rate,
    'require-better': false,
    sample: 20_000,
    seed,
    split: 'time',
    teaching,
    threads,
    'train-share': 1,
    validation: byTime ? (values.test === undefined ? 0.1 : 0.02) : null,
    width: config.width,
    window: config.window,
  };
  const names = CONFIG_NAMES.filter((name) => name !== 'resume');
  return Object.fromEntries(
    names.map((name) => [name, plainValue(values[name]) ?? defaults[name] ?? null]),
  );
}

/** A number as one: `--epochs 5` is 5, `--name 007` stays a text. */
function plainValue(value: unknown): unknown {
  return typeof value === 'string' && String(Number(value)) === value ? Number(value) : value;
}
