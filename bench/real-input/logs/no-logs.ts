import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import type { Dice } from '../dice.js';

/** Files that are no logs, by what they are: a careful person would say so. */
const NO_LOGS: Readonly<
  Record<string, (dice: Dice) => [ext: string, content: Uint8Array | string]>
> = {
  PNG: (dice) => [
    'png',
    bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x02', noise(dice, 6000, true)),
  ],
  JPEG: (dice) => ['jpg', bytes('\xff\xd8\xff\xe0\0\x10JFIF\0\x01', noise(dice, 5000))],
  GIF: (dice) => ['gif', bytes('GIF89a\x10\0\x10\0', noise(dice, 900))],
  XLSX: (dice) => ['xlsx', zip('xl/worksheets/sheet1.xml', dice)],
  ZIP: (dice) => ['zip', zip('events.csv', dice)],
  XLS: (dice) => ['xls', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', noise(dice, 4000))],
  PDF: (dice) => [
    'pdf',
    bytes(
      '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n',
      noise(dice, 3000),
    ),
  ],
  xz: (dice) => ['xz', bytes('\xfd7zXZ\0\0\x04', noise(dice, 2000))],
  bzip2: (dice) => ['bz2', bytes('BZh91AY&SY', noise(dice, 2000))],
  zstd: (dice) => ['zst', bytes('\x28\xb5\x2f\xfd\x24', noise(dice, 2000))],
  '7z': (dice) => ['7z', bytes("7z\xbc\xaf'\x1c\0\x04", noise(dice, 2000))],
  SQLite: (dice) => ['db', bytes('SQLite format 3\0\x10\0\x01\x01', noise(dice, 4000))],
  Avro: (dice) => ['avro', bytes('Obj\x01\x04\x14avro.codec', noise(dice, 2000))],
  ORC: (dice) => ['orc', bytes('ORC\x08\x01', noise(dice, 2000))],
  executable: (dice) => ['bin', bytes('\x7fELF\x02\x01\x01', noise(dice, 3000))],
  HTML: () => [
    'html',
    `<!DOCTYPE html>\n<html><head><title>Shop, log; in | out</title></head>\n<body>\n${'<div class="item">A, b; c</div>\n'.repeat(40)}</body></html>\n`,
  ],
  XML: () => [
    'xml',
    `<?xml version="1.0"?>\n<urlset>\n${'<url><loc>https://shop.example/p,1</loc></url>\n'.repeat(30)}</urlset>`,
  ],
  prose: (dice) => ['txt', sentences(dice)],
  Markdown: () => [
    'md',
    `# Report\n\n| user | events |\n|---|---|\n${'| a, b | 7; 8 |\n'.repeat(20)}`,
  ],
  script: () => [
    'js',
    `import { a, b } from './x.js';\n${'const c = (d, e) => { f(d, e); };\n'.repeat(20)}`,
  ],
  'empty file': () => ['csv', ''],
  'blank lines only': () => ['csv', '\n\n  \n\n'],
  'header only': () => ['csv', 'user_id,item_id,event_type,timestamp\n'],
  'product feed': () => [
    'csv',
    `id,title,price,link,image_link\n${Array.from({ length: 30 }, (_, i) => `SKU-${i},Chair ${i},${i}.99 EUR,https://shop.example/p/${i},https://shop.example/${i}.jpg`).join('\n')}\n`,
  ],
  'product feed as JSON': () => [
    'json',
    JSON.stringify({
      products: Array.from({ length: 20 }, (_, i) => ({
        id: i + 1,
        title: `Chair ${i}`,
        handle: `chair-${i}`,
        variants: [{ price: '9.99' }],
      })),
    }),
  ],
  'configuration as JSON': () => [
    'json',
    JSON.stringify({ name: 'shop', version: '1.0.0', dependencies: { a: '1' } }, null, 2),
  ],
  'GA4 report': (dice) => ['csv', ga4Report(dice)],
  'daily totals': () => [
    'csv',
    `date,sessions,users,revenue\n${Array.from({ length: 28 }, (_, i) => `2024-02-${String(i + 1).padStart(2, '0')},${900 + i},${700 + i},${i * 91}.50`).join('\n')}\n`,
  ],
  'gzip of an image': (dice) => [
    'csv.gz',
    gzipSync(bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', noise(dice, 6000, true))),
  ],
  'web server log': () => [
    'log',
    Array.from(
      { length: 30 },
      (_, i) =>
        `10.0.0.${i} - - [05/Mar/2024:10:11:${String(i).padStart(2, '0')} +0000] "GET /products/chair-${i} HTTP/1.1" 200 2326 "-" "Mozilla/5.0 (X11; Linux x86_64)"`,
    ).join('\n'),
  ],
};

const bytes = (head: string, rest: Uint8Array) =>
  Buffer.concat([Buffer.from(head, 'latin1'), rest]);

/** Bytes as a compressor leaves them, with all that a reader of text may stumble over. */
function noise(dice: Dice, length: number, isImage = false): Uint8Array {
  const raw = Uint8Array.from({ length }, () => dice.whole(0, 255));
  return isImage ? deflateSync(raw) : raw;
}

function zip(inside: string, dice: Dice): Uint8Array {
  return bytes(`PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0${inside}`, noise(dice, 4000, true));
}

function sentences(dice: Dice): string {
  const words = ['the', 'shop', 'sold', 'chairs,', 'and', 'then;', 'tables', 'were', 'seen.'];
  return Array.from({ length: 40 }, () =>
    Array.from({ length: 9 }, () => dice.pick(words)).join(' '),
  ).join('\n');
}

/** As the interface of Google Analytics exports a table. */
function ga4Report(dice: Dice): string {
  const rows = Array.from(
    { length: 20 },
    (_, i) =>
      `Chair ${i},${dice.whole(10, 900)},${dice.whole(1, 90)},${dice.whole(1, 9)},${dice.whole(9, 999)}.5`,
  );
  const rule = '# ----------------------------------------';
  return [
    rule,
    '# E-commerce purchases: Item name',
    '# Account: Shop',
    '# Property: Shop - GA4',
    rule,
    '#',
    '# All Users',
    '# Start date: 20240201',
    '# End date: 20240228',
    'Item name,Items viewed,Items added to cart,Items purchased,Item revenue',
    ...rows,
    ',9001,401,88,12345.5',
    'Grand total,9001,401,88,12345.5',
  ].join('\n');
}

/** Writes one; under its own name, or one that promises a log. */
export function writeNoLog(dice: Dice, folder: string) {
  const kind = dice.pick(Object.keys(NO_LOGS));
  const [ext, content] = NO_LOGS[kind](dice);
  const renamed = dice.chance(0.6);
  const name = `log.${renamed ? dice.pick(['csv', 'txt', 'tsv', 'json', 'jsonl']) : ext}`;
  const path = join(folder, name);
  writeFileSync(path, content);
  return { paths: [path], kinds: ['no log', `no log: ${kind}`], shown: `${kind} as ${name}` };
}
