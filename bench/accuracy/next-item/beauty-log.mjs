import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const read = (path) => gunzipSync(readFileSync(path)).toString('utf8');

/**
 * Converts Amazon Beauty as published by S3-Rec (`user item item …`, attribute ids by item) to a
 * table for `train`: one visit per user in file order. Attributes are the category path, the last
 * one the brand.
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
