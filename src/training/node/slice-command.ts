import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { categoryPath } from '../../encoding/category-path.js';
import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { PredictorError } from '../../lib/errors.js';
import type { Model } from '../../model/model.js';
import { writeModel } from '../../model/write-model.js';
import { calibrateItems } from '../calibrate/calibrate-items.js';
import type { Examples } from '../data/examples.js';
import { placeItems } from '../data/place-items.js';
import { prepare } from '../data/prepare.js';
import type { SplitLog } from '../data/split-log.js';
import { departmentsOf, mostPopular, topOf } from '../fit/departments.js';
import { sliceModel } from '../fit/slice-model.js';
import { loadedLines } from '../measure/log-text.js';
import { plainTable } from '../measure/tables.js';
import { type Arguments, numberOption, usage } from './arguments.js';
import { replaceFile } from './checkpoint-file.js';
import type { CommandResult } from './command-result.js';
import { loadLog } from './load-log.js';
import { loadOptions, splitOption } from './log-options.js';
import { readModelFile } from './read-model-file.js';
import { fileName, folderOption, INDEX } from './slice-files.js';
import { createProgress, type Terminal } from './terminal.js';

const USAGE = 'nextaisle slice <model> <log…> --out <folder>';
/** A shop of more has other categories than departments; fewer products fill no shelf. */
const MOST = 100;
const LEAST = 20;
/** Products of the file for pages of no department. */
const POPULAR = 5000;

interface Slice {
  /** `books`; empty for the most popular products of all. */
  department: string;
  file: string;
  products: number;
  bytes: number;
  gzip: number;
  /** Of the next products after one of the department, how many the file has; undefined where none came. */
  within?: number;
}

/** Cuts a model into one file a top category, and one of the most popular products for all other pages. */
export async function sliceCommand(given: Arguments, terminal: Terminal): Promise<CommandResult> {
  const [file, ...logs] = given.paths;
  if (!file || !logs.length) throw usage(USAGE);
  const out = folderOption(given, USAGE);
  const popular = numberOption(given, 'items', 1, 1e7) ?? POPULAR;
  const { model } = readModelFile(file);
  const departments = departmentsOf(model);
  if (!departments.size) {
    const message = `${file} has no products with a category: there is nothing to cut it by.`;
    throw new PredictorError('NO_DATA', file, { message });
  }
  const progress = createProgress(terminal);
  const loaded = await loadLog(logs, loadOptions(given));
  for (const line of loadedLines(loaded)) progress.say(line);
  const log = splitOption(given, loaded.data);
  const { examples } = prepare(log, model.config);
  const ofItem = loaded.data.items.map((item) => topOf(categoryPath(item)));

  const largest = [...departments].sort((a, b) => b[1].length - a[1].length);
  const cut = largest.slice(0, MOST).filter(([, rows]) => rows.length >= LEAST);
  const names = new Set<string>();
  mkdirSync(out, { recursive: true });
  const slices: Slice[] = [];
  const write = async (department: string, rows: Int32Array, what: string) => {
    const name = `${fileName(department || 'all', names)}.safetensors`;
    const isOf = (item: number) => !department || ofItem[item] === department;
    const slice = sliceModel(model, rows, what);
    const ofDepartment = log.move((part, e) =>
      part === 'validation' && !isOf(loaded.data.item[e]) ? 'context' : part,
    );
    const within = await calibrate(slice, ofDepartment, examples);
    const bytes = writeModel(slice);
    replaceFile(join(out, name), bytes);
    const gzip = gzipSync(bytes).length;
    slices.push({
      department,
      file: name,
      products: rows.length,
      bytes: bytes.length,
      gzip,
      within,
    });
    progress.show(`${slices.length} of ${cut.length + 1} files`);
  };
  await write('', mostPopular(model, popular), `the most popular ${popular}`);
  for (const [department, rows] of cut) {
    await write(department, Int32Array.from(rows), `${department}: ${rows.length}`);
  }
  progress.clear();
  const index = Object.fromEntries(slices.map(({ department, file: name }) => [department, name]));
  replaceFile(join(out, INDEX), Buffer.from(`${JSON.stringify(index, null, 1)}\n`));
  return {
    json: { out, slices },
    text: `${tableOf(slices)}\n${left(model, largest, cut.length)}${join(out, INDEX)} has the file of each department, and of all other pages under "".\n`,
    exitCode: 0,
  };
}

/**
 * Fits the chances of a slice's products to the visits of its department: how often one of them is next at all.
 * @returns the share of next products that the file has.
 */
async function calibrate(
  slice: Model,
  log: SplitLog,
  examples: Examples,
): Promise<number | undefined> {
  const known = new Set(slice.vocabulary.items);
  const { data } = log;
  const next = log.events('validation').map((e) => examples.nextItem[e]);
  const asked = next.filter((item) => item >= 0);
  // Products of other departments come in as the shopper sees them.
  const placed = placeItems(slice, { items: data.items.map(({ id }) => ({ id })) });
  const engine = createCpuEngine(slice, placed.table);
  slice.calibration = await calibrateItems(engine, log, examples, placed, slice.calibration);
  const has = asked.filter((item) => known.has(data.items[item].id)).length;
  return asked.length ? has / asked.length : undefined;
}

function tableOf(slices: readonly Slice[]): string {
  const kilobytes = (bytes: number) => (bytes / 1024).toFixed(0);
  return plainTable([
    ['department', 'file', 'products', 'KB', 'KB gzip', 'next product in it'],
    ...slices.map(({ department, file, products, bytes, gzip, within }) => [
      department || '(all other pages)',
      file,
      products,
      kilobytes(bytes),
      kilobytes(gzip),
      within === undefined ? '' : `${(100 * within).toFixed(0)}%`,
    ]),
  ]);
}

/** Products that no department's file has. */
function left({ vocabulary }: Model, largest: readonly [string, number[]][], cut: number): string {
  const rest = largest.slice(cut);
  const count = (list: readonly [string, number[]][]) =>
    list.reduce((sum, [, rows]) => sum + rows.length, 0);
  const bare = vocabulary.items.length - count(largest);
  return [
    rest.length
      ? `${rest.length} smaller departments, ${count(rest)} products, have no file\n`
      : '',
    bare ? `${bare} products have no category: they are in no department's file\n` : '',
  ].join('');
}
