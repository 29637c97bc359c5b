import { join } from 'node:path';
import type { SharedSessions } from '../data/shared-sessions.js';
import type { Engine } from './engine.js';
import type { Manifest } from './manifest.js';
import { type NumberedFile, placeOf } from './line-places.js';
import type { Said } from './plain-notes.js';
import type { Reading } from './read-lines.js';
import { sameShoppers, twinShoppers } from './shopper-notes.js';
import { quoted } from './sql-text.js';

type Summary = Omit<Manifest, 'format' | 'version' | 'hash' | 'log' | 'columns'>;

/** The columns of a shard of events: docs/guide/scale.md has their table. */
export const EVENT_COLUMNS = [
  'cast(who % 4294967296 as int) as shopper',
  'n',
  'line',
  'ts',
  'action',
  'item',
  'cents',
  'part',
  'opens',
  ...['gap', 'recency', 'price', 'agreement', 'place', 'stage', 'elapsed', 'longest'],
  ...['visits', 'events', 'carts', 'orders', 'hour'],
];

const WRITTEN = '(format parquet, compression zstd, row_group_size 122880)';

export interface ShardStatement {
  /** What a person reads once it is done; '' for nothing. */
  name: string;
  file: string;
  sql(to: string): string;
}

/** A statement a file, as a COPY that divides its rows itself would lose their order. */
export async function shardStatements(engine: Engine, out: string): Promise<ShardStatement[]> {
  const copy = (name: string, file: string, select: string): ShardStatement => ({
    name,
    file: join(out, file),
    sql: (to) => `copy (${select}) to ${quoted(to)} ${WRITTEN}`,
  });
  const shards = await engine.rows<{ shard: number }>('select shard from sizes order by shard');
  return [
    copy('', 'items.parquet', ITEMS),
    copy('', 'categories.parquet', CATEGORIES),
    copy('', 'report.parquet', 'select * from report order by lines desc, kind, reason'),
    ...shards.map(({ shard }, i) => {
      const from = shard * 2 ** 32;
      return copy(
        i === shards.length - 1 ? `${shards.length} shards written` : '',
        `events/${shardName(shard)}.parquet`,
        `select ${EVENT_COLUMNS.join(', ')} from parts where who >= ${from} and who < ${from + 2 ** 32} order by who, n`,
      );
    }),
  ];
}

const shardName = (shard: number) => shard.toString(16).padStart(2, '0');

const ITEMS = `select cast(items.row_number as int) as item, id, coalesce(uses.events, 0) as events,
  coalesce(uses.trained, 0) as trained, coalesce(items.price, -1e0) as price,
  coalesce(items.category, '') as category, coalesce(brand, '') as brand, coalesce(name, '') as name
from items left join uses on items.row_number = uses.item order by items.row_number`;

const CATEGORIES = `select cast(number as int) as category, path, top, coalesce(level, -1e0) as level,
  case when level is null then 0 else 1 end as has_level from categories order by number`;

/**
 * What the manifest says of shards.
 * @param files of the log, in the order of their numbers.
 * @param found.reading where the reader of `train` has read it, whose lines SQL has not seen.
 * @param found.said what was said of a log that SQL has read.
 */
export async function summary(
  engine: Engine,
  files: readonly NumberedFile[],
  { reading, said, shared }: { reading?: Reading; said?: Said; shared?: SharedSessions },
): Promise<Summary> {
  const one = async (sql: string) => (await engine.rows<Record<string, number>>(sql))[0];
  const { lines } = await one('select count(*) as lines from lines');
  const { events, sessions } = await one(
    'select count(*) as events, count(case when opens = 1 then 1 end) as sessions from tokens',
  );
  const { numbered } = await one('select count(*) as numbered from numbered');
  const { items, once } = await one(
    'select count(*) as items, count(case when events = 1 then 1 end) as once from items',
  );
  const { categories } = await one('select count(*) as categories from categories');
  const { validation_from: validation, test_from: test } = await one('select * from cuts');
  const { most } = await one('select most from bounds');
  const { shoppers } = await one(
    'select count(*) as shoppers from people cross join bounds where events <= most',
  );
  const people = (where: string) =>
    engine.rows<{ shopper: string; events: number }>(
      `select person as shopper, events from people cross join bounds where ${where} order by events desc, first_line`,
    );
  const [largest] = await people('events <= most limit 1'.replace(' limit 1', ''));
  const robots = await people('events > most');
  const shards = await engine.rows<{ shard: number; events: number; shoppers: number }>(
    'select shard, events, shoppers from sizes order by shard',
  );
  const { version } = (await engine.rows<{ version: string }>('select version() as version'))[0];
  const report = await engine.rows<{
    kind: string;
    reason: string;
    lines: number;
    first_line: number;
  }>(
    'select kind, reason, lines, first_line from report where first_line >= 0 order by lines desc, reason',
  );
  const of = (kind: string) => report.filter((row) => row.kind === kind);
  // The reader of train counts events, of which a line may have several.
  const place = (line: number) => placeOf(files, line, reading && 'event ');
  const whole = (n: number) => n.toLocaleString('en-US');
  const isNone = (cut: number) => cut > 4e18;
  return {
    engine: `DuckDB ${version}`,
    lines: reading?.lines ?? lines,
    events,
    sessions,
    items,
    categories,
    repeats: numbered - events,
    cuts: {
      validationFrom: isNone(validation) ? null : validation,
      testFrom: isNone(test) ? null : test,
    },
    facts: {
      shoppers,
      largest: { ...largest, share: largest.events / (numbered || 1) },
      robots,
      robotBound: most,
      seenOnce: once / (items || 1),
      ...(shared && { sharedSessions: shared }),
    },
    ignored: {
      ...reading?.ignored,
      ...Object.fromEntries(of('ignored').map(({ reason, lines: n }) => [reason, n])),
    },
    refused: [
      ...(reading?.refused ?? []),
      ...of('refused').map(({ reason, lines: count, first_line: line }) => ({
        reason,
        count,
        places: [place(line)],
        texts: [''],
      })),
    ],
    notes: [
      ...((reading ?? said)?.notes ?? []),
      ...(await sameShoppers(engine)),
      ...of('altered').map(
        ({ reason, lines: n, first_line: line }) =>
          `${whole(n)} × ${reason}, the first in ${place(line)}`,
      ),
      ...((reading ?? said)?.oddTimes ?? []),
      ...(await twinShoppers(engine)),
    ],
    shards: shards.map(({ shard, ...sizes }) => ({ name: shardName(shard), ...sizes })),
  };
}
