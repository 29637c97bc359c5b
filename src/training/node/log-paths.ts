import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PredictorError } from '../../lib/errors.js';
import { badLog } from '../log/log-error.js';
import { globExpression, globRoot } from './glob.js';

/** A file of a log. */
export interface LogPath {
  path: string;
  /** Columns that the folders give: `date=2024-01-01/part-0.parquet`. */
  constants?: Record<string, string>;
}

export interface FoundPaths {
  files: LogPath[];
  /** Files of folders that were left out, as no log is named so. */
  leftOut: string[];
}

/** What logs are called. Spark names its parts without an ending, too. */
const LOG_NAME =
  /\.(csv|tsv|tab|psv|txt|json|jsonl|ndjson|parquet|pq|parq|gz|gzip|log)$|^part-[\w-]+(\.c\d+)?$/i;
/** Spark, Hadoop and desktops leave these beside what they write. */
const HIDDEN = /^[._]|\.crc$|^(Thumbs\.db|desktop\.ini)$/i;

/**
 * The files that arguments of a command line mean: files, folders with what is in them, and patterns.
 * @throws PredictorError BAD_OPTION where there is no such file, BAD_LOG where a folder has no log.
 */
export function findLogs(paths: readonly string[]): FoundPaths {
  const found: FoundPaths = { files: [], leftOut: [] };
  for (const path of paths) {
    if (!existsSync(path) && /[*?[{]/.test(path)) addMatches(path, found);
    else addPath(path, found);
  }
  const seen = new Set<string>();
  const files = found.files.filter(({ path }) => !seen.has(path) && seen.add(path));
  return { files, leftOut: found.leftOut };
}

/** What is said of files that were left out, behind the name of the first. */
export const leftOutText = (count: number): string =>
  `left out${count > 1 ? ` and ${count - 1} more` : ''}: no log by its name`;
/** The same with its name: no sentence, or one. */
export const leftOutNotes = ([first, ...others]: readonly string[]): string[] =>
  first === undefined ? [] : [`${first}: ${leftOutText(others.length + 1)}`];

function addMatches(pattern: string, found: FoundPaths): void {
  const matches = globExpression(pattern);
  const files = existsSync(globRoot(pattern)) ? walk(globRoot(pattern)) : [];
  const fit = files.filter((file) => matches.test(file));
  if (!fit.length) throw noLog(pattern, 'matches no file.');
  found.files.push(...fit.sort().map((path) => ({ path, constants: partitions(path, pattern) })));
}

function addPath(path: string, found: FoundPaths): void {
  if (!existsSync(path)) throw noLog(path, 'is not there: no such file or folder.');
  const kind = statSync(path);
  if (kind.isFile()) {
    found.files.push({ path });
    return;
  }
  if (!kind.isDirectory()) throw noLog(path, 'is neither a file nor a folder.');
  const all = walk(path);
  const logs = all.filter((file) => LOG_NAME.test(basename(file)));
  if (!logs.length) {
    const has = all.length
      ? `it holds ${all
          .slice(0, 3)
          .map((file) => basename(file))
          .join(', ')}`
      : 'it is empty';
    throw badLog(path, `is a folder without a log (.csv, .jsonl, .parquet, .txt): ${has}.`);
  }
  for (const file of logs.sort())
    found.files.push({ path: file, constants: partitions(file, path) });
  found.leftOut.push(...all.filter((file) => !LOG_NAME.test(basename(file))));
}

/** The files below a folder, without hidden ones. */
function walk(folder: string): string[] {
  let entries: ReturnType<typeof entriesOf>;
  try {
    entries = entriesOf(folder);
  } catch (thrown) {
    throw badLog(folder, 'cannot be read: permission denied.', thrown);
  }
  return entries.flatMap((entry) => {
    if (HIDDEN.test(entry.name)) return [];
    const path = folder === '.' ? entry.name : join(folder, entry.name);
    // A link to a folder above would not end.
    if (entry.isDirectory()) return walk(path);
    return statSync(path, { throwIfNoEntry: false })?.isFile() ? [path] : [];
  });
}

/** The argument is wrong, not what it names. */
const noLog = (path: string, sentence: string) =>
  new PredictorError('BAD_OPTION', path, { message: `${path} ${sentence}` });

const entriesOf = (folder: string) => readdirSync(folder, { withFileTypes: true });

/** `date=2024-01-01/country=DE` below the folder that was named. */
function partitions(file: string, root: string): Record<string, string> | undefined {
  const below = file.startsWith(root) ? file.slice(root.length) : file;
  const pairs = below
    .split(/[/\\]/)
    .slice(0, -1)
    .map((folder) => /^([^=]+)=(.*)$/.exec(folder))
    .filter((pair) => pair !== null)
    .map(([, key, value]) => [key, value === '__HIVE_DEFAULT_PARTITION__' ? '' : decoded(value)]);
  return pairs.length ? Object.fromEntries(pairs) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
