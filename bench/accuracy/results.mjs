import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workplace.mjs';

const folder = join(root, 'bench/accuracy/results');
const fileOf = (name) => join(folder, `${name}.json`);
const MEASURES = ['recall20', 'mrr20', 'recall10', 'ndcg10'];

/** Four digits say all there is to say. */
const short = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value);

/** Measured figures of a set, or none yet. */
export function readResult(name) {
  return existsSync(fileOf(name)) ? JSON.parse(readFileSync(fileOf(name), 'utf8')) : {};
}

export function allResults() {
  if (!existsSync(folder)) return {};
  const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
  return Object.fromEntries(names.map((name) => [name, readResult(name)]));
}

/** Adds to what is known of a set; other methods stay as they were measured. */
export function writeResult(name, changed) {
  const before = readResult(name);
  const result = { ...before, ...changed, methods: { ...before.methods, ...changed.methods } };
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(name), `${JSON.stringify(result, short, 2)}\n`);
}

/** The commit a figure belongs to; `+` where files were changed since. */
export function commit() {
  const git = (...args) =>
    spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? '';
  const dirty = git('status', '--porcelain', '--', 'src');
  return `${git('rev-parse', '--short', 'HEAD')}${dirty ? '+' : ''}`;
}

/** The next-item scores of one method in a report of the command line. */
export function scoresOf(report, method) {
  const score = report.nextItem.find((own) => own.method === method);
  return Object.fromEntries(MEASURES.map((measure) => [measure, score[measure]]));
}

export const pickMeasures = (from) =>
  Object.fromEntries(MEASURES.map((measure) => [measure, from[measure]]));
