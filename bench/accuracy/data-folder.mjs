import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rootPath } from '../../scripts/shell.mjs';

/** The folder of the real logs, which are not in the repository: benches skip missing ones. */
export const dataFolder = (given) =>
  resolve(given ?? process.env.NEXTAISLE_DATA ?? join(rootPath, '../shared/data'));

/** Prints a line and returns false if a log file is missing. */
export function hasLog(folder, name, log) {
  const path = join(folder, log);
  if (existsSync(path)) return true;
  console.log(`skipped: ${name}, there is no ${path} (--data <folder> or NEXTAISLE_DATA)`);
  return false;
}
