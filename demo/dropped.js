// What was dropped on log.html: files, and those of folders.
import { faultOf } from './program.js';

/** Written beside logs by what writes them, or by the desktop. */
const HIDDEN = /^[._]|\.crc$|^(Thumbs\.db|desktop\.ini)$/i;
const LOG_NAME =
  /\.(csv|tsv|tab|psv|txt|json|jsonl|ndjson|parquet|pq|parq|gz|log)$|^part-[\w-]+(\.c\d+)?$/i;

/**
 * @param entries of the drop, `undefined` in browsers that have none.
 * @param files of the drop.
 */
export async function filesOf(entries, files) {
  const folders = entries.filter((entry) => entry?.isDirectory);
  if (!folders.length) return files;
  const all = (await Promise.all(entries.map((entry) => (entry ? walk(entry) : [])))).flat();
  const logs = all.filter(({ name }) => LOG_NAME.test(name));
  if (logs.length) return logs;
  const { name } = folders[0];
  throw all.length
    ? faultOf(
        '{name} is a folder without a log (.csv, .jsonl, .parquet, .txt). It holds {files}.',
        {
          name,
          files: all.slice(0, 3).map((file) => file.name),
        },
      )
    : faultOf('{name} is a folder without a log (.csv, .jsonl, .parquet, .txt). It is empty.', {
        name,
      });
}

async function walk(entry) {
  if (HIDDEN.test(entry.name)) return [];
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const inside = [];
  const reader = entry.createReader();
  // A hundred at a time, then none.
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) break;
    inside.push(...some);
  }
  inside.sort((a, b) => (a.name < b.name ? -1 : 1));
  return (await Promise.all(inside.map(walk))).flat();
}
