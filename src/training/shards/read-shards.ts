import { join } from 'node:path';
import { ACTION_TYPES } from '../../events/event.js';
import { rareError } from '../../lib/errors.js';
import type { LoadedLog } from '../data/collect-log.js';
import type { DataSet } from '../data/data-set.js';
import { logFacts } from '../data/log-facts.js';
import { findingText, logFindings } from '../data/log-findings.js';
import { badLog } from '../log/log-error.js';
import { type Manifest, readManifest } from './manifest.js';
import { type ColumnTaker, readColumns } from './shard-columns.js';
import { readShardItems } from './shard-items.js';

/** The events of shards in the order in which they lie there, and where each shopper begins. */
interface Read {
  ts: Float64Array;
  action: Uint8Array;
  item: Int32Array;
  price: Float32Array;
  opens: Uint8Array;
  /** Per shopper: the first event, when it was, and the least line. */
  first: number[];
  line: number[];
}

/**
 * Reads shards into the data set that `train` makes of the log itself: the same events in the same order. A row
 * group is in memory at a time, and what is kept is numbers.
 * @throws PredictorError BAD_OPTION where the folder holds no shards, BAD_LOG where they are damaged.
 */
export async function readShards(
  folder: string,
  hooks: { signal?: AbortSignal; onEvents?(events: number): void } = {},
): Promise<LoadedLog & { manifest: Manifest }> {
  const manifest = readManifest(folder);
  const { items, newNumber } = await readShardItems(folder, manifest.items);
  const read = await readEvents(folder, manifest, newNumber, hooks);
  const data = inOrder(read, items);
  if (data.events !== manifest.events || data.sessions !== manifest.sessions) {
    throw badLog(folder, 'does not hold what its manifest.json says: prepare it again.');
  }
  data.duplicates = manifest.repeats;
  const { ignored, refused, lines, columns } = manifest;
  const facts = logFacts(data, manifest.facts);
  const left = Object.values(ignored).reduce((sum, n) => sum + n, 0);
  const findings = logFindings(data, facts, lines, left);
  const notes = [...manifest.notes, ...findings.map(findingText)];
  return { data, lines, refused, ignored, notes, findings, facts, columns, manifest };
}

async function readEvents(
  folder: string,
  { events, shards }: Manifest,
  newNumber: Int32Array,
  { signal, onEvents }: { signal?: AbortSignal; onEvents?(events: number): void },
): Promise<Read> {
  const read: Read = {
    ts: new Float64Array(events),
    action: new Uint8Array(events),
    item: new Int32Array(events),
    price: new Float32Array(events),
    opens: new Uint8Array(events),
    first: [],
    line: [],
  };
  const n = new Int32Array(Math.max(0, ...shards.map((one) => one.events)));
  const line = new Float64Array(n.length);
  let from = 0;
  const into =
    (
      column: Float64Array | Uint8Array | Int32Array | Float32Array,
      of: (value: unknown) => number = Number,
    ): ColumnTaker =>
    (values, at) => {
      for (let i = 0; i < values.length; i++) column[from + at + i] = of(values[i]);
    };
  const local =
    (column: Float64Array | Int32Array): ColumnTaker =>
    (values, at) => {
      for (let i = 0; i < values.length; i++) column[at + i] = Number(values[i]);
    };
  for (const { name, events: rows } of shards) {
    if (signal?.aborted) throw rareError('INTERRUPTED', 'nothing was trained yet');
    if (!/^[0-9a-f]{2}$/.test(name)) throw badLog(folder, 'has a manifest.json that is damaged.');
    const path = join(folder, 'events', `${name}.parquet`);
    const found = await readColumns(path, {
      n: local(n),
      line: local(line),
      ts: into(read.ts),
      action: into(read.action),
      item: into(read.item, (item) => (Number(item) < 0 ? -1 : (newNumber[Number(item)] ?? -2))),
      cents: into(read.price, (cents) => (Number(cents) < 0 ? Number.NaN : Number(cents) / 100)),
      opens: into(read.opens),
    });
    if (found !== rows) throw badLog(path, 'has other rows than manifest.json says.');
    for (let i = 0; i < rows; i++) {
      const e = from + i;
      const isNext = i > 0 && n[i] === n[i - 1] + 1;
      if (!(isNext || n[i] === 0) || read.item[e] < -1 || read.action[e] >= ACTION_TYPES.length) {
        throw badLog(path, `is damaged in row ${i + 1}: prepare the log again.`);
      }
      if (n[i] === 0) {
        read.first.push(e);
        read.line.push(line[i]);
      } else {
        const shopper = read.line.length - 1;
        if (line[i] < read.line[shopper]) read.line[shopper] = line[i];
      }
    }
    from += rows;
    onEvents?.(from);
  }
  return read;
}

/** Shoppers by their first session, then by their first line: the order of a data set. */
function inOrder(read: Read, items: DataSet['items']): DataSet {
  const { first, line, opens } = read;
  const events = read.ts.length;
  const shoppers = Int32Array.from(first.keys());
  shoppers.sort((a, b) => read.ts[first[a]] - read.ts[first[b]] || line[a] - line[b]);
  const end = (shopper: number) => first[shopper + 1] ?? events;
  const sorted = <Column extends Float64Array | Uint8Array | Int32Array | Float32Array>(
    column: Column,
  ): Column => {
    const to = column.slice() as Column;
    let at = 0;
    for (const shopper of shoppers) {
      to.set(column.subarray(first[shopper], end(shopper)), at);
      at += end(shopper) - first[shopper];
    }
    return to;
  };
  const ts = sorted(read.ts);
  const sessionStart = sorted(opens);
  const shopper = new Int32Array(events);
  const shopperOffsets = new Int32Array(shoppers.length + 1);
  shoppers.forEach((one, s) => {
    shopperOffsets[s + 1] = shopperOffsets[s] + end(one) - first[one];
    shopper.fill(s, shopperOffsets[s], shopperOffsets[s + 1]);
  });
  const sessionBegan = new Float64Array(events);
  let sessions = 0;
  for (let e = 0; e < events; e++) {
    sessions += sessionStart[e];
    sessionBegan[e] = sessionStart[e] ? ts[e] : sessionBegan[e - 1];
  }
  return {
    events,
    sessions,
    shopper,
    ts,
    sessionBegan,
    action: sorted(read.action),
    item: sorted(read.item),
    price: sorted(read.price),
    sessionStart,
    given: new Uint8Array(events),
    shopperOffsets,
    itemIds: items.map(({ id }) => id),
    items,
    hasClock: true,
    duplicates: 0,
  };
}
