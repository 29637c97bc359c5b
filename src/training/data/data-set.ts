import { ACTION_TYPES } from '../../events/event.js';
import type { Item } from '../../events/item.js';
import { createDaytimes } from './daytimes.js';
import { growable } from './growable.js';
import { DATES_FROM_MS } from '../log/dated.js';
import type { LogRow } from '../log/log-row.js';
import { createItemTally } from './item-tally.js';
import { findRobots, type Robot, withoutShoppers } from './robots.js';
import { createSameShoppers } from './same-shoppers.js';
import { intern } from './intern.js';
import { findShared, type SharedSessions } from './shared-sessions.js';
import { type RowKeys, sortRows } from './sort-rows.js';

/**
 * A log as columns, sorted by shopper, then session by start, then time: [events] each. Rows of the log come
 * in, numbers only go out. Read next: split.ts says who may learn from which event, examples.ts what is to
 * be learned at each, batches.ts what goes into a step of training.
 */
export interface DataSet {
  readonly events: number;
  readonly sessions: number;
  shopper: Int32Array;
  /** Milliseconds; NaN in a log without a clock. */
  ts: Float64Array;
  /** When the session began: milliseconds, or a line number where the log has no dates. */
  sessionBegan: Float64Array;
  /** Index into `ACTION_TYPES`. */
  action: Uint8Array;
  /** Index into `itemIds`, -1 for none. */
  item: Int32Array;
  /** NaN where the log does not say. */
  price: Float32Array;
  sessionStart: Uint8Array;
  /** `GIVEN`: whether the event comes from a separate test file. */
  given: Uint8Array;
  /** First event of each shopper, plus the end. */
  shopperOffsets: Int32Array;
  itemIds: string[];
  /** What the log says about each item, by index. */
  items: Item[];
  /** Whether times are finer than a day. */
  hasClock: boolean;
  /** Repeats of a line, same to the millisecond. */
  duplicates: number;
}

/** Codes of `DataSet.given`: not from a test file; there, to be predicted after; there, not to be. */
export const GIVEN = { no: 0, test: 1, unasked: 2 } as const;

/** What a builder knows besides the data set, once that is made. */
export interface BuilderFacts {
  shoppers: number;
  /** The shopper with the most events. */
  largest: { shopper: string; events: number; share: number };
  /** Shoppers that were left out, and the bound they were above. */
  robots: { shopper: string; events: number }[];
  robotBound: number;
  /** Share of the items that occur once. */
  seenOnce: number;
  /** Present where the log's session ids are no sessions. */
  sharedSessions?: SharedSessions;
}

/** The rows as they came: [rows] each. */
interface RawColumns extends RowKeys {
  action: Uint8Array;
  item: Int32Array;
  price: Float32Array;
  given: Uint8Array;
}

/** Takes the rows of a log one by one, in any order, and keeps numbers only. */
export function createDataSetBuilder(): {
  readonly size: number;
  add(row: LogRow): void;
  finish(): DataSet;
} {
  return createLogBuilder();
}

/**
 * The same, for whoever tells what was left out and what was odd.
 * @param options.leaveOutRobots leave out shoppers with more events than a person makes.
 */
export function createLogBuilder(options: { leaveOutRobots?: boolean } = {}) {
  const shoppers = new Map<string, number>();
  const sessionIds = new Map<string, number>();
  const tally = createItemTally();
  const columns = {
    shopper: growable((n) => new Int32Array(n)),
    session: growable((n) => new Int32Array(n)),
    ts: growable((n) => new Float64Array(n)),
    action: growable((n) => new Uint8Array(n)),
    item: growable((n) => new Int32Array(n)),
    price: growable((n) => new Float32Array(n)),
    given: growable((n) => new Uint8Array(n)),
  };
  let hasDates = true;
  let count = 0;
  const daytimes = createDaytimes();
  const people = createSameShoppers();
  let facts: BuilderFacts;
  let shopperIds: readonly string[] = [];

  return {
    get size(): number {
      return count;
    },
    add(row: LogRow): void {
      const time = row.time ?? Number.NaN;
      if (Number.isNaN(time) || time < DATES_FROM_MS) hasDates = false;
      daytimes.see(time);
      const shopper = intern(shoppers, row.shopper);
      if (row.also !== undefined) people.link(row.also, shopper);
      columns.shopper.push(shopper);
      // The same session number may belong to two users (GA4): rows are grouped by shopper first.
      columns.session.push(row.session === undefined ? -1 : intern(sessionIds, row.session));
      columns.ts.push(time);
      columns.action.push(ACTION_TYPES.indexOf(row.type));
      columns.item.push(row.item === undefined ? -1 : tally.see(row.item, row));
      columns.price.push(row.price ?? Number.NaN);
      columns.given.push(GIVEN[row.given ?? 'no']);
      count++;
    },
    /** Changes the time of a row that was added before. */
    retime(row: number, time: number): void {
      columns.ts.values()[row] = time;
    },
    /** What a person should know, after `finish`. */
    notes(): string[] {
      return [
        ...people.notes(),
        ...tally.notes(),
        ...(hasDates && !daytimes.hasClock() && count
          ? ['no time of day: where the log names no sessions, each day of a shopper is one']
          : []),
      ];
    },
    /** To be asked after `finish`. */
    facts: (): BuilderFacts => facts,
    /** The ids of the data set's shoppers, after `finish`. */
    shopperIds: (): readonly string[] => shopperIds,
    finish(): DataSet {
      const all = {
        shopper: columns.shopper.values(),
        session: columns.session.values(),
        ts: columns.ts.values(),
        action: columns.action.values(),
        item: columns.item.values(),
        price: columns.price.values(),
        given: columns.given.values(),
      };
      const hasClock = daytimes.hasClock();
      const sharedSessions = findShared(all.shopper, all.session);
      if (sharedSessions) all.session.fill(-1);
      const everyone = people.join(all.shopper, shoppers);
      const found = findRobots(all.shopper, everyone.length, all.given);
      const robots = options.leaveOutRobots ? found.robots : [];
      const { raw, names } = leaveOut(robots, all, everyone);
      shopperIds = names;
      const rows = raw.shopper.length;
      const counts = new Int32Array(tally.size);
      for (const item of raw.item) if (item >= 0) counts[item]++;
      const { newIndex, items } = tally.finish(counts);
      const { order, starts, began } = sortRows(raw, names.length, { hasDates, hasClock });
      const kept = order.filter((row, i) => {
        const before = order[i - 1];
        return (
          i === 0 ||
          starts[row] ||
          raw.ts[row] !== raw.ts[before] ||
          raw.action[row] !== raw.action[before] ||
          raw.item[row] !== raw.item[before] ||
          // Without a clock a repeat is a second look.
          !hasClock
        );
      });
      const n = kept.length;
      const data: DataSet = {
        events: n,
        sessions: starts.reduce((sum, start) => sum + start, 0),
        shopper: new Int32Array(n),
        ts: Float64Array.from(kept, (row) => (hasClock ? raw.ts[row] : Number.NaN)),
        sessionBegan: Float64Array.from(kept, (row) => began[row]),
        action: Uint8Array.from(kept, (row) => raw.action[row]),
        item: Int32Array.from(kept, (row) => (raw.item[row] < 0 ? -1 : newIndex[raw.item[row]])),
        price: Float32Array.from(kept, (row) => raw.price[row]),
        sessionStart: Uint8Array.from(kept, (row) => starts[row]),
        given: Uint8Array.from(kept, (row) => raw.given[row]),
        shopperOffsets: new Int32Array(names.length + 1),
        itemIds: items.map(({ id }) => id),
        items,
        hasClock,
        duplicates: rows - n,
      };
      let shopper = -1;
      for (let e = 0; e < n; e++) {
        if (e === 0 || raw.shopper[kept[e]] !== raw.shopper[kept[e - 1]]) {
          data.shopperOffsets[++shopper] = e;
        }
        data.shopper[e] = shopper;
      }
      data.shopperOffsets[shopper + 1] = n;
      facts = {
        shoppers: names.length,
        largest: largestOf(raw.shopper, names),
        robots: robots.map(({ shopper: s, events }) => ({ shopper: everyone[s], events })),
        robotBound: found.bound,
        ...(sharedSessions && { sharedSessions }),
        seenOnce: counts.filter((n) => n === 1).length / (counts.filter(Boolean).length || 1),
      };
      return data;
    },
  };
}

function largestOf(shopper: Int32Array, names: string[]): BuilderFacts['largest'] {
  const counts = new Int32Array(names.length);
  for (const s of shopper) counts[s]++;
  const events = counts.reduce((most, n) => Math.max(most, n), 0);
  return {
    shopper: names[counts.indexOf(events)] ?? '',
    events,
    share: events / (shopper.length || 1),
  };
}

/** The rows and names of the shoppers that stay, numbered anew. */
function leaveOut(robots: readonly Robot[], all: RawColumns, names: string[]) {
  if (!robots.length) return { raw: all, names };
  const { rows, number } = withoutShoppers(all.shopper, names.length, robots);
  const raw = {
    shopper: Int32Array.from(rows, (row) => number[all.shopper[row]]),
    session: Int32Array.from(rows, (row) => all.session[row]),
    ts: Float64Array.from(rows, (row) => all.ts[row]),
    action: Uint8Array.from(rows, (row) => all.action[row]),
    item: Int32Array.from(rows, (row) => all.item[row]),
    price: Float32Array.from(rows, (row) => all.price[row]),
    given: Uint8Array.from(rows, (row) => all.given[row]),
  };
  return { raw, names: names.filter((_, s) => number[s] >= 0) };
}
