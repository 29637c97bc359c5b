import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { DEFAULT_CONFIG, type ModelConfig, parseConfig } from '../../model/config.js';
import type { Model } from '../../model/model.js';
import type { LoadedLog } from '../data/collect-log.js';
import { type Size, SIZES } from '../fit/sizes.js';
import type { TrainOptions } from '../fit/train-options.js';
import { readModelFile } from './read-model-file.js';
import { type Arguments, badArgument, numberOption, textOption, wordOption } from './arguments.js';

/** How `train()` is to train, but for the network and the model card. What is not given is left to the trainer. */
export const trainingOptions = (given: Arguments): Omit<TrainOptions, 'config' | 'card'> => ({
  epochs: numberOption(given, 'epochs', 1, 1000),
  batch: numberOption(given, 'batch', 16, 65_536),
  negatives: numberOption(given, 'negatives', 1, 1e6),
  rate: numberOption(given, 'rate', 1e-6, 1, false),
  dropout: numberOption(given, 'dropout', 0, 0.9, false),
  teaching: numberOption(given, 'teaching', 0, 1, false),
  seed: numberOption(given, 'seed', 0, 2 ** 32),
  minItemCount: numberOption(given, 'min-item-count', 1, 1e6),
});

/** Threads that train. More than one gains little: docs/journal/training-time.md. */
export const threadsOption = (given: Arguments): number =>
  numberOption(given, 'threads', 1, 64) ?? 1;

/** The network. What is not given is left to the trainer, which knows the log. */
export function configOption(given: Arguments): Partial<ModelConfig> {
  const size = SIZES[wordOption(given, 'size', Object.keys(SIZES) as Size[]) ?? 'small'];
  const width = numberOption(given, 'width', 8, 1024) ?? size.width;
  const subIds = numberOption(given, 'sub-ids', 1, 64);
  const contentBuckets = numberOption(given, 'content', 0, 65_536);
  const config = {
    width,
    ffn: width * 4,
    layers: numberOption(given, 'layers', 1, 24) ?? size.layers,
    heads: numberOption(given, 'heads', 1, 32) ?? size.heads,
    window: numberOption(given, 'window', 2, 512) ?? DEFAULT_CONFIG.window,
    ...(subIds === undefined ? {} : { subIds }),
    ...(contentBuckets === undefined ? {} : { contentBuckets }),
  };
  try {
    parseConfig({ ...DEFAULT_CONFIG, ...config });
    return config;
  } catch {
    throw badArgument('width', config.width, 'a multiple of --sub-ids and of 2 × --heads');
  }
}

/** Of the network what was asked for: a training that goes on from a file has the network of the file. */
export function givenConfig(given: Arguments): Partial<ModelConfig> {
  const size = wordOption(given, 'size', Object.keys(SIZES) as Size[]);
  const named = size === undefined ? {} : SIZES[size];
  const options = {
    ...named,
    width: numberOption(given, 'width', 8, 1024) ?? (named as Partial<ModelConfig>).width,
    layers: numberOption(given, 'layers', 1, 24) ?? (named as Partial<ModelConfig>).layers,
    heads: numberOption(given, 'heads', 1, 32) ?? (named as Partial<ModelConfig>).heads,
    window: numberOption(given, 'window', 2, 512),
    subIds: numberOption(given, 'sub-ids', 1, 64),
    contentBuckets: numberOption(given, 'content', 0, 65_536),
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** The file of `--from`, and its hash: another file is another training. */
export function fromOption(given: Arguments): { model: Model; hash: string } | undefined {
  const path = textOption(given, 'from');
  if (path === undefined) {
    if (given.values['drop-unseen'] !== true) return undefined;
    throw badArgument('drop-unseen', true, 'only with --from, whose items it leaves out');
  }
  const { model } = readModelFile(path);
  const hash = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
  return { model, hash };
}

/** What the model file says about itself. */
export function modelCard(
  given: Arguments,
  { data, files: paths }: LoadedLog & { files: readonly string[] },
  out: string,
): TrainOptions['card'] {
  const name = textOption(given, 'name') ?? basename(out).replace(/\.safetensors$/, '');
  const files = paths.map((path) => basename(path)).join(', ');
  return {
    name,
    version: versionOption(given),
    data: `${data.events} events in ${data.sessions} sessions over ${data.itemIds.length} items, from ${files}`,
  };
}

/** Shown by `inspect` and in the page by `status().model`: a date, a build, a hash of the log. */
export function versionOption(given: Arguments): string {
  const version = textOption(given, 'model-version') ?? '1';
  if (/^[^\p{C}]{1,100}$/u.test(version)) return version;
  throw badArgument('model-version', version, 'a text of 1 to 100 characters, on one line');
}

/** What must be the same for a checkpoint to be continued: the log and the network, in words. */
export function checkpointSettings(
  { data, embeddings }: LoadedLog,
  { config, epochs, seed = 1, minItemCount, dropUnseen }: TrainOptions,
  from?: string,
): string {
  const network = Object.entries(config ?? {}).map(([key, value]) => `${key} ${value}`);
  const log = `${data.events} events, ${data.itemIds.length} items`;
  if (embeddings) network.push(`embeddings of ${embeddings.length}`);
  if (from) network.push(`from ${from}${dropUnseen ? ' without the unseen' : ''}`);
  if (minItemCount) network.push(`codes from ${minItemCount} events`);
  return [log, ...network, `epochs ${epochs ?? 'by size'}`, `seed ${seed}`].join(', ');
}
