import { join } from 'node:path';
import { DEFAULT_CONFIG } from '../src/model/config.js';
import { TOKEN_FIELDS } from '../src/model/token-rows.js';
import { prepare } from '../src/training/data/prepare.js';
import { splitByTime } from '../src/training/data/split.js';
import { PARTS } from '../src/training/data/split-log.js';
import { loadLog, type LoadOptions } from '../src/training/node/load-log.js';
import { findLogs } from '../src/training/node/log-paths.js';
import { openLog } from '../src/training/node/open-log.js';
import { type PrepareOptions, prepareShards } from '../src/training/shards/prepare-shards.js';
import { readShards } from '../src/training/shards/read-shards.js';
import { readColumns } from '../src/training/shards/shard-columns.js';

/** Prepares shards as the command does. */
export async function makeShards(
  paths: readonly string[],
  out: string,
  options: Partial<PrepareOptions> = {},
) {
  const sources = await Promise.all(findLogs(paths).files.map(openLog));
  return prepareShards(sources, out, { sqlFolder: 'scale/', say() {}, ...options });
}

type Columns = Record<string, ArrayLike<unknown>>;

/** Every column of shards in the order of the data set, and the same from the reader and the tokenizer of `train`. */
export async function bothWays(
  paths: readonly string[],
  folder: string,
  options: LoadOptions = {},
): Promise<{ sql: Columns; train: Columns }> {
  const log = await loadLog(paths, options);
  const split = splitByTime(log.data);
  const { examples } = prepare(split, DEFAULT_CONFIG);
  const shards = await readShards(folder);
  const fields = TOKEN_FIELDS.filter((field) => field !== 'newSession');
  const raw = await rawColumns(folder, shards.manifest, ['n', 'line', 'ts', 'part', ...fields]);
  const order = orderOf(raw);
  const sorted = (name: string) => Array.from(order, (e) => raw[name][e]);
  const data = (of: typeof log): Columns => ({
    shopper: of.data.shopper,
    ts: of.data.ts,
    sessionBegan: of.data.sessionBegan,
    action: of.data.action,
    item: of.data.item,
    price: of.data.price,
    sessionStart: of.data.sessionStart,
    shopperOffsets: of.data.shopperOffsets,
    items: of.data.items.map(({ id, category, brand, name }) => ({ id, category, brand, name })),
    // A sum of cents is exact, a sum of what stands in the log is not.
    itemPrices: of.data.items.map(({ price }) => price?.toPrecision(12)),
    counts: [of.data.sessions, of.data.duplicates, of.lines],
    facts: [of.facts],
    ignored: [of.ignored],
    refused: of.refused.map(({ reason, count }) => [reason, count]).sort(),
  });
  return {
    sql: {
      ...data(shards),
      part: sorted('part'),
      ...Object.fromEntries(fields.map((field) => [field, sorted(field)])),
    },
    train: {
      ...data(log),
      part: Array.from({ length: log.data.events }, (_, e) => PARTS.indexOf(split.partOf(e))),
      ...Object.fromEntries(fields.map((field) => [field, Array.from(examples.token[field])])),
    },
  };
}

async function rawColumns(
  folder: string,
  { shards }: { shards: readonly { name: string }[] },
  names: readonly string[],
): Promise<Record<string, number[]>> {
  const raw: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (const { name: shard } of shards) {
    const base = raw.n.length;
    const takers = names.map((name) => [
      name,
      (values: ArrayLike<unknown>, at: number) => {
        for (let i = 0; i < values.length; i++) raw[name][base + at + i] = Number(values[i]);
      },
    ]);
    await readColumns(join(folder, 'events', `${shard}.parquet`), Object.fromEntries(takers));
  }
  return raw;
}

/** Shoppers by their first session, then by their first line. */
function orderOf({ n, line, ts }: Record<string, number[]>): number[] {
  const shoppers: { first: number; end: number; line: number }[] = [];
  n.forEach((place, e) => {
    if (place === 0) shoppers.push({ first: e, end: e, line: line[e] });
    const shopper = shoppers[shoppers.length - 1];
    shopper.end = e + 1;
    shopper.line = Math.min(shopper.line, line[e]);
  });
  shoppers.sort((a, b) => ts[a.first] - ts[b.first] || a.line - b.line);
  return shoppers.flatMap(({ first, end }) =>
    Array.from({ length: end - first }, (_, i) => first + i),
  );
}
