import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { DEFAULT_CONFIG } from '../../src/model/config.js';
import { TOKEN_FIELDS } from '../../src/model/token-rows.js';
import { prepare } from '../../src/training/data/prepare.js';
import { PARTS } from '../../src/training/data/split-log.js';
import { readArguments } from '../../src/training/node/arguments.js';
import { loadLog } from '../../src/training/node/load-log.js';
import { loadOptions, splitOption } from '../../src/training/node/log-options.js';
import { SHARDS_VERSION } from '../../src/training/shards/manifest.js';

type Column = { name: string; data: unknown[]; type: 'INT32' | 'INT64' | 'DOUBLE' | 'STRING' };

/**
 * Writes a log as the trainer in PyTorch reads it, from the reader and the tokenizer of `train`: also a log that
 * `prepare` refuses, of lists without times. Moments are then the numbers of the sessions. One file, not sorted
 * into shards.
 * @param argv arguments after `nextaisle`.
 */
export async function writeShards(argv: readonly string[], out: string): Promise<string> {
  const given = readArguments(argv);
  const { data } = await loadLog(given.paths, loadOptions(given));
  const log = splitOption(given, data);
  const { examples } = prepare(log, DEFAULT_CONFIG);
  const { events, sessions, items } = data;
  const place = new Int32Array(events);
  for (let e = 1; e < events; e++)
    if (data.shopper[e] === data.shopper[e - 1]) place[e] = place[e - 1] + 1;
  const whole = (name: string, values: ArrayLike<number>): Column => ({
    name,
    data: Array.from(values),
    type: 'INT32',
  });
  const big = (name: string, values: ArrayLike<number>): Column => ({
    name,
    data: Array.from(values, (value) => BigInt(Math.round(value))),
    type: 'INT64',
  });
  const every = Array.from({ length: events }, (_, e) => e);
  const write = (file: string, columnData: Column[]) =>
    writeFileSync(join(out, file), new Uint8Array(parquetWriteBuffer({ columnData })));
  mkdirSync(join(out, 'events'), { recursive: true });
  write('events/00.parquet', [
    whole('shopper', data.shopper),
    whole('n', place),
    big('line', every),
    big('ts', data.hasClock ? data.ts : data.sessionBegan),
    whole('action', data.action),
    whole('item', data.item),
    whole(
      'part',
      every.map((e) => PARTS.indexOf(log.partOf(e))),
    ),
    whole('opens', data.sessionStart),
    ...TOKEN_FIELDS.filter((field) => field !== 'newSession').map((field) =>
      whole(field, examples.token[field]),
    ),
  ]);
  const text = (name: string, of: (item: (typeof items)[number]) => string): Column => ({
    name,
    data: items.map(of),
    type: 'STRING',
  });
  write('items.parquet', [
    whole('item', [...items.keys()]),
    text('id', ({ id }) => id),
    { name: 'price', data: items.map(({ price }) => price ?? -1), type: 'DOUBLE' },
    text('category', ({ category }) => [category ?? []].flat().join('/')),
    text('brand', ({ brand }) => brand ?? ''),
    text('name', ({ name }) => name ?? ''),
  ]);
  const manifest = {
    format: 'nextaisle-shards',
    version: SHARDS_VERSION,
    hash: argv.join(' '),
    log: given.paths,
    ...{ events, sessions, items: items.length },
    shards: [{ name: '00', events, shoppers: data.shopperOffsets.length - 1 }],
  };
  writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`);
  return `${events} events, ${sessions} sessions, ${items.length} items`;
}
