import { type ParseArgsConfig, parseArgs } from 'node:util';
import { PredictorError } from '../../lib/errors.js';
import { parseActionOption } from '../log/action-names.js';
import { parseColumnOption } from '../log/columns.js';
import { type DrawTable, markdownTable, plainTable } from '../measure/report-text.js';
import type { LoadOptions } from './load-log.js';

const HELP = `nextaisle: a shopper's next action and next product, predicted in the page

  nextaisle train <log…> --out <shop.safetensors>   train a model on a shop's event log
  nextaisle evaluate <model> <log…>                 measure a model on the latest part of a log
  nextaisle inspect <model>                         what is in a model file
  nextaisle doctor <url…>                           what of a shop's page would be captured

A log is .csv, .tsv, .jsonl, .parquet or .txt (item ids of one session a line), plain or .gz; several
are read as one. Columns are found by the usual names: GA4 export, RetailRocket, REES46, OTTO, or
session,time,type,item,price,category,brand,name.

Reading a log
  --columns item=sku,time=at    headers by field; a+b for several (time=year+month+day)
                                fields: user session time type item price category brand name
  --actions view2=click,x=ignored  what the log's action names mean; * is every other name
                                click cart purchase remove wishlist checkout search category
  --test <file>                 test on this instead of the latest tenth: a log, or
                                prefix<TAB>target lines
  --validation <share>          latest share of the rest, to choose and calibrate by (0.1; 0.02 with --test)
  --split leave-one-out         of each shopper the last item tests and the one before validates,
                                instead of the latest sessions (time)
  --train-share <share>         train on this latest share of the training sessions (1)
  --min-item-count <n>          items seen less often stay unknown (5 above 50,000 events, else 1)

  --item-embeddings <file>      a vector an item, of any encoder of text, image or audio, so that new
                                products are known by it: .safetensors, .npy with .ids.txt, .parquet

Training
  --out <file>                  where the model goes; <file>.checkpoint beside it until it is done
  --resume                      go on from that checkpoint
  --name <text>                 name in the model file (the file's name)
  --epochs <n>                  passes over the log (3, more for a small one), then one more on the
                                quantised vectors
  --size tiny|small|base|large  the network: width × layers 32 × 1, 64 × 2, 128 × 4 or 256 × 8 (small)
  --width <n> --layers <n> --heads <n> --window <n>   what is given here wins (64, 2, 2, 32)
  --sub-ids <n>                 bytes an item takes in the file, of catalogs above 256 items (32, above
                                8,192 items 16): 8 makes a smaller, less accurate one
  --content <n>                 rows of a content table, so that new products are known by category,
                                brand, price and name (512 where the log tells of them,
                                0: none)
  --batch <n> --negatives <n> --rate <x> --seed <n>  (by size of the log, 2048, 0.01, 1)
  --dropout <share>             of numbers left out while training (0.2)
  --teaching <share>            how much of a target comes from the sessions most like it,
                                at first (0.5, or none where order says more)

Measuring
  --on validation               measure on the validation part, to choose by; test stays unseen
  --sample <n|all>              predictions made for the report, drawn with a seed (20000)
  --markdown                    tables to paste

Looking at a page (doctor; needs playwright-core in the project, and a Chromium)
  --click <selector>            press this, e.g. the cart's button; may be given again
  --browser <path>              a Chromium or Chrome (CHROMIUM_PATH, then the PATH)

Everywhere
  --json                        one JSON document on stdout
  --help --version

Ctrl-C keeps the best so far. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
`;

const OPTIONS = {
  actions: { type: 'string' },
  batch: { type: 'string' },
  browser: { type: 'string' },
  click: { type: 'string', multiple: true },
  columns: { type: 'string' },
  content: { type: 'string' },
  dropout: { type: 'string' },
  epochs: { type: 'string' },
  heads: { type: 'string' },
  'item-embeddings': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  layers: { type: 'string' },
  markdown: { type: 'boolean' },
  'min-item-count': { type: 'string' },
  name: { type: 'string' },
  negatives: { type: 'string' },
  on: { type: 'string' },
  out: { type: 'string', short: 'o' },
  rate: { type: 'string' },
  resume: { type: 'boolean' },
  sample: { type: 'string' },
  seed: { type: 'string' },
  size: { type: 'string' },
  split: { type: 'string' },
  'sub-ids': { type: 'string' },
  teaching: { type: 'string' },
  test: { type: 'string' },
  'train-share': { type: 'string' },
  validation: { type: 'string' },
  version: { type: 'boolean', short: 'v' },
  width: { type: 'string' },
  window: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

type OptionName = keyof typeof OPTIONS;

export interface Arguments {
  command: string;
  paths: string[];
  values: Partial<Record<OptionName, string | boolean | string[]>>;
}

export const usage = (): string => HELP;

/** @throws PredictorError BAD_OPTION. */
export function readArguments(argv: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: OPTIONS,
      allowPositionals: true,
    });
    const [command = '', ...paths] = positionals;
    return { command, paths, values };
  } catch (thrown) {
    const [line] = String(thrown instanceof Error ? thrown.message : thrown).split(/[.\n]\s/);
    throw new PredictorError('BAD_OPTION', `${line}; see nextaisle --help`);
  }
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
    throw new PredictorError('BAD_OPTION', `--${name} ${text}: ${kind} from ${low} to ${high}`);
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
  throw new PredictorError('BAD_OPTION', `--${name} ${text}: one of ${words.join(', ')}`);
}

/** How tables are drawn. */
export function tableOption({ values }: Arguments): DrawTable {
  return values.markdown ? markdownTable : plainTable;
}

/** `all` is every one. */
export function sampleOption(given: Arguments): number | undefined {
  return given.values.sample === 'all' ? Infinity : numberOption(given, 'sample', 1, 1e9);
}

export function loadOptions(given: Arguments): LoadOptions {
  const columns = textOption(given, 'columns');
  const actions = textOption(given, 'actions');
  return {
    columns: columns === undefined ? undefined : parseColumnOption(columns),
    actions: actions === undefined ? undefined : parseActionOption(actions),
    minItemCount: numberOption(given, 'min-item-count', 1, 1e6),
    test: textOption(given, 'test'),
    embeddings: textOption(given, 'item-embeddings'),
  };
}
