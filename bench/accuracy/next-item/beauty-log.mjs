import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const read = (path) => gunzipSync(readFileSync(path)).toString('utf8');

/**
 * Amazon Beauty as S3-Rec publishes it (`user item item …`, and attribute ids by item) as a table that
 * `train` reads: one visit a user, in the order of the file, an item's attributes as its category path
 * and, the last of them, its brand.
 */
export function writeBeautyLog(sequences, attributes, out) {
  const of = JSON.parse(read(attributes));
  const lines = ['session,item,category,brand'];
  for (const line of read(sequences).split('\n')) {
    const [user, ...items] = line.trim().split(/\s+/);
    for (const item of items) {
      const own = of[item] ?? [];
      lines.push([user, item, own.slice(0, -1).join('/'), own.at(-1) ?? ''].join(','));
    }
  }
  writeFileSync(out, `${lines.join('\n')}\n`);
}
