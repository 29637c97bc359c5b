import { join } from 'node:path';
import { ACTION_TYPES } from '../../events/event.js';
import { rareError } from '../../lib/errors.js';
import type { LoadedLog } from '../data/collect-log.js';
import type { DataSet } from '../data/data-set.js';
import { growable } from '../data/growable.js';
import { logFacts } from '../data/log-facts.js';
import { type Finding, findingText, logFindings } from '../data/log-findings.js';
import { oddEvents } from '../data/odd-events.js';
import { oddValues } from '../data/odd-values.js';
import { badLog } from '../log/log-error.js';
import { type Manifest, readManifest } from './manifest.js';
import { type ColumnTaker, readColumns } from './shard-columns.js';
import { readShardItems } from './shard-items.js';

/** The shoppers of shards, file by file: [S] each. */
interface Shoppers {
  /** When the first event was, the least line, and how many events there are. */
  began: Float64Array;
  line: Float64Array;
  events: Int32Array;
  /** Where the first event belongs in the data set. */
  place: Int32Array;
}

interface Hooks {
  signal?: AbortSignal;
  onEvents?(events: number): void;
  /** Of more events, whole shards are left out: shoppers by the hash of their id. */
  mostEvents?: number;
}

/**
 * Reads shards into the data set that `train` makes of the log itself: the same events in the same order. They are
 * read twice, first where each shopper belongs, so that every event is put where it stays: a row group is in memory
 * at a time, and what is kept is numbers, once.
 * @throws PredictorError BAD_OPTION where the folder holds no shards, BAD_LOG where they are damaged.
 */
export async function readShards(
  folder: string,
  hooks: Hooks = {},
): Promise<LoadedLog & { manifest: Manifest; findings: Finding[]; odd: string[] }> {
  const whole = readManifest(folder);
  const manifest = partOf(whole, hooks.mostEvents);
  const { items, newNumber } = await readShardItems(folder, manifest.items);
  const shoppers = await readShoppers(folder, manifest, hooks);
  const data = await readEvents(folder, manifest, shoppers, { items, newNumber }, hooks);
  if (manifest === whole && data.sessions !== manifest.sessions) throw otherThanSaid(folder);
  const { ignored, refused, lines, columns } = manifest;
  const facts = logFacts(data, manifest.facts);
  const left = Object.values(ignored).reduce((sum, n) => sum + n, 0);
  const findings = logFindings(data, facts, lines, left);
  const odd = [...oddEvents(data, facts), ...oddValues(data, [])];
  const notes = [...manifest.notes, ...odd, ...findings.map(findingText)];
  return { data, lines, refused, ignored, notes, findings, facts, columns, manifest, odd };
}

/** The first shards, with so many events. */
function partOf(manifest: Manifest, most = Number.POSITIVE_INFINITY): Manifest {
  if (manifest.events <= most) return manifest;
  let events = 0;
  const shards = manifest.shards.filter((one) => {
    if (events && events + one.events > most) return false;
    events += one.events;
    return true;
  });
  return { ...manifest, shards, events };
}

const otherThanSaid = (folder: string) =>
  badLog(folder, 'does not hold what its manifest.json says: prepare it again.');

/** The first reading: shoppers by their first session, then by their first line, which is the order of a data set. */
async function readShoppers(
  folder: string,
  { events, shards }: Manifest,
  { signal }: Hooks,
): Promise<Shoppers> {
  const most = Math.max(0, ...shards.map((one) => one.events));
  const [n, line, ts] = [new Int32Array(most), new Float64Array(most), new Float64Array(most)];
  const began = growable((size) => new Float64Array(size));
  const lines = growable((size) => new Float64Array(size));
  const counts = growable((size) => new Int32Array(size));
  const into =
    (column: Float64Array | Int32Array): ColumnTaker =>
    (values, at) => {
      for (let i = 0; i < values.length; i++) column[at + i] = Number(values[i]);
    };
  for (const { name, events: rows } of shards) {
    if (signal?.aborted) throw rareError('INTERRUPTED', 'nothing was trained yet');
    const path = shardPath(folder, name);
    const found = await readColumns(path, { n: into(n), line: into(line), ts: into(ts) });
    if (found !== rows) throw badLog(path, 'has other rows than manifest.json says.');
    for (let from = 0; from < rows; ) {
      let least = line[from];
      let to = from;
      // One more a row; where it begins with 0 again, another shopper does.
      for (; to < rows && n[to] === to - from; to++) least = Math.min(least, line[to]);
      if (to === from) throw damagedIn(path, from);
      began.push(ts[from]);
      lines.push(least);
      counts.push(to - from);
      from = to;
    }
  }
  const read = { began: began.values(), line: lines.values(), events: counts.values() };
  const order = Int32Array.from(read.events.keys());
  order.sort((a, b) => read.began[a] - read.began[b] || read.line[a] - read.line[b]);
  const place = new Int32Array(order.length);
  let at = 0;
  for (const shopper of order) {
    place[shopper] = at;
    at += read.events[shopper];
  }
  if (at !== events) throw otherThanSaid(folder);
  return { ...read, place };
}

/** The second reading: every event to its place. */
async function readEvents(
  folder: string,
  { events, shards, repeats }: Manifest,
  shoppers: Shoppers,
  { items, newNumber }: { items: DataSet['items']; newNumber: Int32Array },
  { signal, onEvents }: Hooks,
): Promise<DataSet> {
  const ts = new Float64Array(events);
  const action = new Uint8Array(events);
  const item = new Int32Array(events);
  const price = new Float32Array(events);
  const sessionStart = new Uint8Array(events);
  /** Where each row of a file belongs. */
  const place = new Int32Array(Math.max(0, ...shards.map((one) => one.events)));
  let wrong = -1;
  const into =
    (
      column: Float64Array | Uint8Array | Int32Array | Float32Array,
      of: (value: number) => number = (value) => value,
      least = 0,
      end = Infinity,
    ): ColumnTaker =>
    (values, at) => {
      for (let i = 0; i < values.length; i++) {
        const value = Number(values[i]);
        if (!(value >= least && value < end) && wrong < 0) wrong = at + i;
        column[place[at + i]] = of(value);
      }
    };
  let shopper = 0;
  let from = 0;
  for (const { name, events: rows } of shards) {
    if (signal?.aborted) throw rareError('INTERRUPTED', 'nothing was trained yet');
    for (let row = 0; row < rows; shopper++) {
      for (let i = 0; i < shoppers.events[shopper]; i++) place[row++] = shoppers.place[shopper] + i;
    }
    const path = shardPath(folder, name);
    const found = await readColumns(path, {
      ts: into(ts, undefined, -Infinity),
      action: into(action, undefined, 0, ACTION_TYPES.length),
      item: into(item, (number) => (number < 0 ? -1 : newNumber[number]), -1, items.length),
      cents: into(price, (cents) => (cents < 0 ? Number.NaN : cents / 100), -Infinity),
      opens: into(sessionStart, undefined, 0, 2),
    });
    if (found !== rows) throw badLog(path, 'has other rows than manifest.json says.');
    if (wrong >= 0) throw damagedIn(path, wrong);
    from += rows;
    onEvents?.(from);
  }

  const shopperOffsets = new Int32Array(shoppers.place.length + 1);
  shoppers.place.forEach((first, s) => {
    shopperOffsets[s] = first;
  });
  shopperOffsets[shoppers.place.length] = events;
  shopperOffsets.sort();
  const shopperOf = new Int32Array(events);
  const sessionBegan = new Float64Array(events);
  let sessions = 0;
  for (let s = 0, e = 0; e < events; e++) {
    if (e === shopperOffsets[s + 1]) s++;
    shopperOf[e] = s;
    sessions += sessionStart[e];
    sessionBegan[e] = sessionStart[e] ? ts[e] : sessionBegan[e - 1];
  }
  return {
    events,
    sessions,
    shopper: shopperOf,
    ts,
    sessionBegan,
    action,
    item,
    price,
    sessionStart,
    given: new Uint8Array(events),
    shopperOffsets,
    itemIds: items.map(({ id }) => id),
    items,
    hasClock: true,
    duplicates: repeats,
  };
}

function shardPath(folder: string, name: string): string {
  if (!/^[0-9a-f]{2}$/.test(name)) throw badLog(folder, 'has a manifest.json that is damaged.');
  return join(folder, 'events', `${name}.parquet`);
}

const damagedIn = (path: string, row: number) =>
  badLog(path, `is damaged in row ${row + 1}: prepare the log again.`);
