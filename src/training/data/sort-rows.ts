const SESSION_GAP_MS = 30 * 60_000;
const DAY_MS = 86_400_000;

/** The columns that say which rows belong together and in which order: [rows] each. */
export interface RowKeys {
  shopper: Int32Array;
  /** -1 where the log does not name sessions. */
  session: Int32Array;
  /** Milliseconds, NaN where not known. */
  ts: Float64Array;
}

export interface SortedRows {
  /** Rows by shopper, then session by start, then time; shoppers by their first session. */
  order: Int32Array;
  /** By row: 1 where a session starts there, and when that session began. */
  starts: Uint8Array;
  began: Float64Array;
}

/**
 * Sorts the rows of a log and cuts them into sessions: by the log's own sessions, by a gap of 30 minutes, or by
 * the day in a log without hours.
 * @param hasDates without, a session's beginning is its row number.
 */
export function sortRows(
  keys: RowKeys,
  shoppers: number,
  { hasDates, hasClock }: { hasDates: boolean; hasClock: boolean },
): SortedRows {
  const { shopper, session, ts } = keys;
  const n = shopper.length;
  // Days without hours: each is a session.
  const isApart = (before: number, ts: number) =>
    hasClock
      ? ts - before > SESSION_GAP_MS
      : hasDates && Math.floor(ts / DAY_MS) !== Math.floor(before / DAY_MS);
  const starts = new Uint8Array(n);
  const began = new Float64Array(n);
  const grouped = groupRows(shopper, shoppers).map((rows) => sortShopper(rows, keys));
  for (const rows of grouped) {
    let beginning = 0;
    rows.forEach((row, i) => {
      const before = rows[i - 1];
      const isFirst =
        i === 0 ||
        session[row] !== session[before] ||
        (session[row] < 0 && isApart(ts[before], ts[row]));
      if (isFirst) {
        starts[row] = 1;
        beginning = hasDates ? ts[row] : row;
      }
      began[row] = beginning;
    });
  }
  grouped.sort((a, b) => began[a[0]] - began[b[0]]);
  const order = new Int32Array(n);
  let at = 0;
  for (const rows of grouped) {
    order.set(rows, at);
    at += rows.length;
  }
  return { order, starts, began };
}

/** The rows of each shopper, in line order. */
function groupRows(shopper: Int32Array, shoppers: number): Int32Array[] {
  const offsets = new Int32Array(shoppers + 1);
  for (const s of shopper) offsets[s + 1]++;
  for (let s = 0; s < shoppers; s++) offsets[s + 1] += offsets[s];
  const rows = new Int32Array(shopper.length);
  const next = offsets.slice();
  for (let row = 0; row < rows.length; row++) rows[next[shopper[row]]++] = row;
  return Array.from({ length: shoppers }, (_, s) => rows.subarray(offsets[s], offsets[s + 1]));
}

/** Sorts one shopper's rows in place: sessions by their first row, then by time. */
function sortShopper(rows: Int32Array, { session, ts }: RowKeys): Int32Array {
  // Where times are equal or missing, the line order stays.
  const byTime = (a: number, b: number) => ts[a] - ts[b] || a - b;
  rows.sort(byTime);
  const first = new Map<number, number>();
  for (const row of rows) if (!first.has(session[row])) first.set(session[row], row);
  if (first.size < 2) return rows;
  const start = (row: number) => first.get(session[row]) as number;
  return rows.sort((a, b) => byTime(start(a), start(b)) || byTime(a, b));
}
