import { ACTION_TYPES } from '../../events/event.js';
import type { Item } from '../../events/item.js';
import { growable } from './growable.js';
import type { LogRow } from '../log/log-row.js';
import { createItemTally } from './item-tally.js';
import { sortRows } from './sort-rows.js';

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
  /** Index into `itemIds`, -1 for none or for an item seen too seldom. */
  item: Int32Array;
  /** As `item`, but an item seen too seldom is numbered after those of `itemIds`. */
  anyItem: Int32Array;
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
  /** Items below `minItemCount`. */
  rareItems: number;
}

/** Codes of `DataSet.given`: not from a test file; there, to be predicted after; there, not to be. */
export const GIVEN = { no: 0, test: 1, unasked: 2 } as const;

/** Which items of a log are kept. */
export interface DataSetOptions {
  /** Items seen less often become unknown; their events stay. Default 5 above 50,000 events, else 1. */
  minItemCount?: number;
}

const DAY_MS = 86_400_000;
/** Times below this (1973 in Unix milliseconds) count from a start of the log's own: no dates. */
const RELATIVE_BELOW_MS = 1e11;

/** Takes the rows of a log one by one, in any order, and keeps numbers only. */
export function createDataSetBuilder(options: DataSetOptions = {}) {
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
  let hasClock = false;
  let hasDates = true;
  let count = 0;

  return {
    get size(): number {
      return count;
    },
    add(row: LogRow): void {
      const time = row.time ?? Number.NaN;
      if (Number.isNaN(time) || time < RELATIVE_BELOW_MS) hasDates = false;
      if (time % DAY_MS > 0) hasClock = true;
      const shopper = intern(shoppers, row.shopper);
      columns.shopper.push(shopper);
      // The same session number may belong to two users (GA4).
      columns.session.push(
        row.session === undefined ? -1 : intern(sessionIds, `${shopper} ${row.session}`),
      );
      columns.ts.push(time);
      columns.action.push(ACTION_TYPES.indexOf(row.type));
      columns.item.push(row.item === undefined ? -1 : tally.see(row.item, row));
      columns.price.push(row.price ?? Number.NaN);
      columns.given.push(GIVEN[row.given ?? 'no']);
      count++;
    },
    finish(): DataSet {
      const raw = {
        shopper: columns.shopper.values(),
        session: columns.session.values(),
        ts: columns.ts.values(),
        action: columns.action.values(),
        item: columns.item.values(),
        price: columns.price.values(),
        given: columns.given.values(),
      };
      const minCount = options.minItemCount ?? (count > 50_000 ? 5 : 1);
      const { newIndex, items } = tally.finish(minCount);
      const { order, starts, began } = sortRows(raw, shoppers.size, { hasDates, hasClock });
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
      const anyItem = Int32Array.from(kept, (row) =>
        raw.item[row] < 0 ? -1 : newIndex[raw.item[row]],
      );
      const data: DataSet = {
        events: n,
        sessions: starts.reduce((sum, start) => sum + start, 0),
        shopper: new Int32Array(n),
        ts: Float64Array.from(kept, (row) => (hasClock ? raw.ts[row] : Number.NaN)),
        sessionBegan: Float64Array.from(kept, (row) => began[row]),
        action: Uint8Array.from(kept, (row) => raw.action[row]),
        item: anyItem.map((item) => (item < items.length ? item : -1)),
        anyItem,
        price: Float32Array.from(kept, (row) => raw.price[row]),
        sessionStart: Uint8Array.from(kept, (row) => starts[row]),
        given: Uint8Array.from(kept, (row) => raw.given[row]),
        shopperOffsets: new Int32Array(shoppers.size + 1),
        itemIds: items.map(({ id }) => id),
        items,
        hasClock,
        duplicates: count - n,
        rareItems: newIndex.length - items.length,
      };
      let shopper = -1;
      for (let e = 0; e < n; e++) {
        if (e === 0 || raw.shopper[kept[e]] !== raw.shopper[kept[e - 1]]) {
          data.shopperOffsets[++shopper] = e;
        }
        data.shopper[e] = shopper;
      }
      data.shopperOffsets[shopper + 1] = n;
      return data;
    },
  };
}

function intern(ids: Map<string, number>, id: string): number {
  const known = ids.get(id);
  if (known !== undefined) return known;
  ids.set(id, ids.size);
  return ids.size - 1;
}
