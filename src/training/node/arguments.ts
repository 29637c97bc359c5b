import { type ParseArgsConfig, parseArgs } from 'node:util';
import { oneOf, shown } from '../../lib/bad-option.js';
import { PredictorError } from '../../lib/errors.js';

/** Every option of every command. */
export const OPTIONS = {
  actions: { type: 'string' },
  'all-sessions': { type: 'boolean' },
  'allow-refused': { type: 'string' },
  batch: { type: 'string' },
  bounces: { type: 'string' },
  browser: { type: 'string' },
  carts: { type: 'string' },
  click: { type: 'string', multiple: true },
  columns: { type: 'string' },
  config: { type: 'string' },
  content: { type: 'string' },
  dates: { type: 'string' },
  delimiter: { type: 'string' },
  dropout: { type: 'string' },
  'drop-unseen': { type: 'boolean' },
  encoding: { type: 'string' },
  epochs: { type: 'string' },
  events: { type: 'string' },
  exclude: { type: 'string' },
  format: { type: 'string' },
  from: { type: 'string' },
  heads: { type: 'string' },
  'item-embeddings': { type: 'string' },
  items: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  k: { type: 'string' },
  'keep-robots': { type: 'boolean' },
  layers: { type: 'string' },
  markdown: { type: 'boolean' },
  'mask-seen': { type: 'boolean' },
  'min-item-count': { type: 'string' },
  'model-version': { type: 'string' },
  name: { type: 'string' },
  negatives: { type: 'string' },
  on: { type: 'string' },
  out: { type: 'string', short: 'o' },
  plan: { type: 'string' },
  purchases: { type: 'string' },
  rate: { type: 'string' },
  'require-better': { type: 'boolean' },
  'require-fresh': { type: 'boolean' },
  resume: { type: 'boolean' },
  sample: { type: 'string' },
  seed: { type: 'string' },
  shards: { type: 'string' },
  threads: { type: 'string' },
  size: { type: 'string' },
  split: { type: 'string' },
  'sub-ids': { type: 'string' },
  teaching: { type: 'string' },
  test: { type: 'string' },
  'train-share': { type: 'string' },
  validation: { type: 'string' },
  version: { type: 'boolean', short: 'v' },
  visits: { type: 'string' },
  width: { type: 'string' },
  window: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

export type OptionName = keyof typeof OPTIONS;

/** A command line, taken apart. */
export interface Arguments {
  command: string;
  paths: string[];
  values: Partial<Record<OptionName, string | boolean | string[]>>;
}

/** @throws PredictorError BAD_OPTION. */
export function readArguments(argv: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: withNegatives(argv),
      options: OPTIONS,
      allowPositionals: true,
      allowNegative: true,
    });
    const [command = '', ...paths] = positionals;
    return { command, paths, values };
  } catch (thrown) {
    const [line] = String(thrown instanceof Error ? thrown.message : thrown).split(/[.\n]\s/);
    throw new PredictorError('BAD_OPTION', line, { message: `${line}. See nextaisle --help.` });
  }
}

/** `--events -5` as `--events=-5`: it is a value, and whoever reads the option says what is wrong with it. */
function withNegatives(argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (const part of argv) {
    const before = joined.at(-1) ?? '';
    const name = before.slice(2);
    const takesValue =
      before.startsWith('--') &&
      Object.hasOwn(OPTIONS, name) &&
      OPTIONS[name as OptionName].type === 'string';
    if (takesValue && /^-[.\d]|^-Infinity$/.test(part)) joined.splice(-1, 1, `${before}=${part}`);
    else joined.push(part);
  }
  return joined;
}

/** A number within limits, or `undefined` when the option is not there. */
export function numberOption(
  { values }: Arguments,
  name: OptionName,
  low: number,
  high: number,
  whole = true,
): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text === '' || !(value >= low && value <= high) || (whole && !Number.isInteger(value))) {
    const kind = whole ? 'a whole number' : 'a number';
    throw badArgument(name, text, `${kind} from ${low} to ${high}`);
  }
  return value;
}

export function textOption({ values }: Arguments, name: OptionName): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** One of some words, or `undefined` when the option is not there. */
export function wordOption<Word extends string>(
  given: Arguments,
  name: OptionName,
  words: readonly Word[],
): Word | undefined {
  const text = textOption(given, name);
  if (text === undefined || (words as readonly string[]).includes(text)) return text as Word;
  throw badArgument(name, text, oneOf(words));
}

/** `--epochs is "many": a whole number from 1 to 1000.` */
export function badArgument(name: OptionName, given: unknown, allowed: string): PredictorError {
  const message = `--${name} is ${shown(given)}: ${allowed}.`;
  return new PredictorError('BAD_OPTION', `--${name}`, { message });
}

/** How a command is called, where it was called otherwise. */
export function usage(command: string): PredictorError {
  return new PredictorError('BAD_OPTION', command, { message: `Usage: ${command}` });
}
