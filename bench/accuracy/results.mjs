import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootPath } from '../../scripts/shell.mjs';

const folderOf = (question) => join(rootPath, 'bench/accuracy/results', question);
const fileOf = (question, log) => join(folderOf(question), `${log}.json`);

/** Five significant digits: more than any table shows. */
const short = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value);

/** Stored results of a log, or `{}`. */
export function readResult(question, log) {
  const file = fileOf(question, log);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** All results of one question, by log. */
export function allResults(question) {
  if (!existsSync(folderOf(question))) return {};
  const logs = readdirSync(folderOf(question)).map((file) => file.replace(/\.json$/, ''));
  return Object.fromEntries(logs.map((log) => [log, readResult(question, log)]));
}

export function writeResult(question, log, result) {
  mkdirSync(folderOf(question), { recursive: true });
  writeFileSync(fileOf(question, log), `${JSON.stringify(result, short, 2)}\n`);
}

/** The commit of a figure; with `+` if src/ had uncommitted changes. */
export function commit() {
  const git = (...args) =>
    spawnSync('git', args, { cwd: rootPath, encoding: 'utf8' }).stdout?.trim() ?? '';
  const dirty = git('status', '--porcelain', '--', 'src');
  return `${git('rev-parse', '--short', 'HEAD')}${dirty ? '+' : ''}`;
}
