import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rootPath } from '../../scripts/shell.mjs';

/** Where the logs of real shops are. They are not part of the project: every bench skips, in a line, what is missing. */
export const dataFolder = (given) =>
  resolve(given ?? process.env.NEXTAISLE_DATA ?? join(rootPath, '../shared/data'));

/** Says so, and returns false, where a file of the logs is missing. */
export function hasLog(folder, name, log) {
  const path = join(folder, log);
  if (existsSync(path)) return true;
  console.log(`skipped: ${name}, there is no ${path} (--data <folder> or NEXTAISLE_DATA)`);
  return false;
}
