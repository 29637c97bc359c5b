import { ACTION_TYPES } from '../../../src/events/event.js';
import type { LoadedLog } from '../../../src/training/data/collect-log.js';
import type { Judgement } from '../outcome.js';
import type { Told, ToldRow } from './told.js';

/** What came of reading: a log with what the command prints about it, or an error. */
export type ReadLog = { loaded: LoadedLog; said: string } | { error: string; code: string };

/** Words that say a column or a kind of value was not found. */
const SAYS = {
  type: /no (event )?(type|action)|no column (of|for|with) (the )?(event )?(types?|actions?)|(type|action)s?( column)? (was |were )?not found|every line (is|counts as|was taken as)|all (are |as )?clicks/i,
  time: /no time|no clock|time[^\n]*not found|without (a )?times?/i,
};

/** Compares what was read with what the file tells. */
export function judgeLog(told: Told | undefined, read: ReadLog): Judgement {
  if ('error' in read) {
    if (read.code === 'UNEXPECTED') return { outcome: 'wrong', why: `threw: ${read.error}` };
    return { outcome: 'refused', why: read.error };
  }
  const { loaded, said } = read;
  if (!told) return { outcome: 'wrong', why: `read as a log: ${said.split('\n')[0]}` };
  const refused = loaded.refused.reduce((sum, { count }) => sum + count, 0);
  const groups = groupsOf(loaded);
  const expected = shoppersOf(told);
  // Said aloud, a log without its types or times is a poorer log, not a wrong one.
  const leeway = {
    type: SAYS.type.test(said) && groups.flat().every(({ type }) => type === 'click'),
    time: SAYS.time.test(said),
    price: isLeftOver(told.headers.price, said),
  };
  let missing = 0;
  let poorer = false;
  const left = new Set(expected);
  for (const group of groups) {
    const match = [...left].find((rows) => isWithin(group, rows, told, leeway));
    if (!match) {
      return { outcome: 'wrong', why: explain(group, expected, told, said) };
    }
    left.delete(match);
    missing += match.length - group.length;
    poorer ||= group.some((row, i) => leeway.type && row.type !== match[i]?.type);
    poorer ||= (leeway.time && told.clock === 'full') || leeway.price;
  }
  for (const rows of left) missing += rows.length;
  if (missing) {
    const why = `${missing} of ${told.rows.length} rows missing, ${refused} refused; ${said}`;
    // A last line that was cut off is told of in a note.
    const noted = /last line/i.test(said) ? 1 : 0;
    return { outcome: refused + noted >= missing ? 'refused' : 'lost', why };
  }
  const facts = wrongFacts(told, loaded, said);
  if (facts) return facts;
  const sessions = new Set(told.rows.map(({ session }) => session)).size;
  if (told.hasSessions && !leeway.time && loaded.data.sessions !== sessions) {
    return { outcome: 'wrong', why: `${loaded.data.sessions} sessions of ${sessions}; ${said}` };
  }
  return { outcome: poorer ? 'refused' : 'right', why: said };
}

/** The told rows of each shopper, in order. */
function shoppersOf({ rows, clock }: Told): ToldRow[][] {
  const shoppers = new Map<string, ToldRow[]>();
  for (const row of rows) {
    const own = shoppers.get(row.shopper);
    if (own) own.push(row);
    else shoppers.set(row.shopper, [row]);
  }
  return [...shoppers.values()].map((own) => (clock === 'full' ? own.sort(byTime) : own));
}

function byTime(a: ToldRow, b: ToldRow): number {
  return (a.time ?? 0) - (b.time ?? 0) || (keyOf(a) < keyOf(b) ? -1 : 1);
}

/** For rows without times; equal rows may still differ in their price. */
const byKey = (a: ToldRow, b: ToldRow) => {
  const [one, other] = [a, b].map((row) => `${keyOf(row)} ${row.price?.toFixed(2) ?? ''}`);
  return one < other ? -1 : 1;
};
const keyOf = ({ type, item }: ToldRow) => `${type} ${item ?? ''}`;

/** The rows of each shopper, in order. */
function groupsOf({ data }: LoadedLog): ToldRow[][] {
  const groups: ToldRow[][] = [];
  for (let s = 0; s + 1 < data.shopperOffsets.length; s++) {
    const rows: ToldRow[] = [];
    for (let e = data.shopperOffsets[s]; e < data.shopperOffsets[s + 1]; e++) {
      const [time, price] = [data.ts[e], data.price[e]];
      rows.push({
        shopper: String(s),
        type: ACTION_TYPES[data.action[e]],
        item: data.item[e] < 0 ? undefined : data.itemIds[data.item[e]],
        time: Number.isNaN(time) ? undefined : time,
        price: Number.isNaN(price) ? undefined : price,
      });
    }
    groups.push(data.hasClock ? rows.sort(byTime) : rows);
  }
  return groups;
}

interface Leeway {
  type: boolean;
  time: boolean;
  price: boolean;
}

/** Whether the reader says that it does not know this column. */
function isLeftOver(header: string | undefined, said: string): boolean {
  const lines = said
    .split('\n')
    .filter((line) => /left over|not (read|used)|unused|unread/i.test(line));
  return header !== undefined && lines.some((line) => line.includes(header));
}

/** Whether these rows are rows of that shopper, in order; some may be missing. */
function isWithin(read: ToldRow[], rows: ToldRow[], told: Told, leeway: Leeway): boolean {
  // Without times, the order of the file is anybody's.
  const isTimeless = leeway.time && told.clock === 'full' && read[0].time === undefined;
  const truth = isTimeless ? [...rows].sort(byKey) : rows;
  let at = 0;
  for (const row of isTimeless ? [...read].sort(byKey) : read) {
    while (at < truth.length && !isSame(row, truth[at], told, leeway)) at++;
    if (at++ === truth.length) return false;
  }
  return true;
}

function isSame(read: ToldRow, truth: ToldRow, told: Told, leeway: Leeway): boolean {
  if (read.item !== truth.item) return false;
  if (read.type !== truth.type && !leeway.type) return false;
  if (!isNear(read.price, truth.price, 0.005) && !(leeway.price && read.price === undefined)) {
    return false;
  }
  if (told.clock !== 'full' || (leeway.time && read.time === undefined)) return true;
  return isNear(read.time, truth.time, told.toleranceMs);
}

function isNear(a: number | undefined, b: number | undefined, off: number): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Math.abs(a - b) <= off + Math.abs(b) * 1e-6 * (off < 1 ? 1 : 0);
}

/** The first row that fits nowhere, beside what is nearest. */
function explain(group: ToldRow[], expected: ToldRow[][], told: Told, said: string): string {
  const all = expected.flat();
  const show = (row?: ToldRow) =>
    JSON.stringify(row && { ...row, time: row.time && new Date(row.time).toISOString() });
  const leeway = { type: false, time: false, price: false };
  const odd = group.find((row) => !all.some((one) => isSame(row, one, told, leeway)));
  const near = all.find(({ item, type }) => item === odd?.item && type === odd?.type) ?? all[0];
  const what = odd
    ? `read ${show(odd)}, told ${show(near)}`
    : `${group.length} rows in the wrong order, or of several shoppers`;
  return `${what}; ${said}`;
}

function wrongFacts(told: Told, { data }: LoadedLog, said: string): Judgement | undefined {
  for (const item of data.items) {
    const facts = told.items.get(item.id);
    if (!facts) continue;
    for (const key of ['name', 'brand', 'category'] as const) {
      // A line break in a name is a blank.
      const [read, truth] = [item[key], facts[key]].map((value) =>
        JSON.stringify(value)?.replace(/(\\n|\s)+/g, ' '),
      );
      if (read === truth || (read === undefined && isLeftOver(told.headers[key], said))) continue;
      const why = `${key} of ${item.id}: read ${read}, told ${truth}; ${said}`;
      return { outcome: read === undefined ? 'lost' : 'wrong', why };
    }
  }
  return undefined;
}
