import { rareError } from '../../lib/errors.js';
import { timesKind, whyNoDate } from './dated.js';
import { createDateOrders, type UndecidedTime } from './date-orders.js';
import { type DateOrder, parseStamp, type Stamp } from './log-time.js';
import { isMissing, plainText } from './missing-values.js';
import {
  decideNumbers,
  hasLostDigits,
  isNumber,
  NUMBER_KINDS,
  type NumberDecision,
  numberMs,
} from './number-times.js';
import { wordsOf } from './words-of.js';

type DateOrders = ReturnType<typeof createDateOrders>;
type Values = Readonly<Record<string, unknown>>;

/**
 * Reads the time column of a log. What its numbers are is decided on the first lines, the order of day and month
 * on all of them: until a day above 12 decides it, every order is kept.
 * @param headers one column, or parts of a date from left to right.
 * @throws PredictorError BAD_COLUMN where the column cannot be read in one way only.
 */
export function createTimeReader(
  headers: readonly string[],
  sample: readonly Values[],
  orders: DateOrders = createDateOrders(),
) {
  const name = headers.join('+');
  const kind = NUMBER_KINDS.find((one) => one === orders.given);
  const textOf = (values: Values): unknown =>
    headers.length === 1 ? values[headers[0]] : joined(headers.map((header) => values[header]));

  const written = sample.map((values) => textOf(values));
  const texts = written
    .filter((value) => !(value instanceof Date))
    .map(plainText)
    .filter((text) => !isMissing(text));
  const numbers: NumberDecision | undefined = kind
    ? { kind, unit: 's' }
    : decideNumbers(texts, headers[0]);
  if (numbers && 'problem' in numbers)
    throw rareError('BAD_COLUMN', `time=${name}: ${numbers.problem}`);

  const stamps = texts.filter((text) => !isNumber(text) && parseStamp(text) !== undefined);
  if (numbers?.kind === 'relative' && stamps.length > texts.length / 100) {
    const number = texts.find(isNumber);
    const ways = `${stamps[0]} and ${number}`;
    throw rareError(
      'BAD_COLUMN',
      `time=${name}: its times are of two kinds, ${ways}: is it one column in all lines?`,
    );
  }

  const times = timesKind(written, numbers);
  const order = orders.of(name);
  const shown = yearFirstOrLast(texts);
  if (shown) order.narrow(shown);
  let zoneless = 0;
  let zoned = 0;
  const beside = zoneColumn(sample[0] ?? {});

  const timeOf = (value: unknown): number | UndecidedTime => {
    if (value instanceof Date) return value.getTime();
    const text = plainText(value);
    if (isNumber(text)) return numbers ? numberMs(text, numbers) : Number.NaN;
    const stamp: Stamp | undefined = parseStamp(text);
    if (stamp === undefined) return Number.NaN;
    return typeof stamp === 'number' ? stamp : order.choose(stamp, text);
  };
  function countZone(value: unknown): void {
    if (value instanceof Date) return;
    const text = plainText(value);
    if (isNumber(text)) return;
    if (HAS_ZONE.test(text)) zoned++;
    else zoneless++;
  }
  /** Why a time is none of a shop's log. */
  const whyOdd = (time: number | UndecidedTime): string | undefined => {
    if (times === 'own') return undefined;
    if (typeof time === 'number') return whyNoDate(time);
    // All readings are of one year: a year of two digits that can be a day is one of this century.
    return whyNoDate(time.readings.find((ms) => !Number.isNaN(ms)) ?? Number.NaN);
  };

  return {
    /** What the times are; undefined where the first lines have none. */
    times,
    /** Milliseconds, NaN where the line says no time, or several to choose from at the end. */
    read(values: Values): number | UndecidedTime {
      const value = textOf(values);
      const time = timeOf(value);
      if (typeof time === 'object' || !Number.isNaN(time)) countZone(value);
      return whyOdd(time) === undefined ? time : Number.NaN;
    },
    /** Why a line has no time. */
    whyNot(values: Values): string {
      const value = textOf(values);
      const odd = whyOdd(timeOf(value));
      if (odd !== undefined) return odd;
      const text = plainText(value);
      if (isMissing(text)) return 'no time';
      if (hasLostDigits(text)) return 'time has lost digits in a spreadsheet';
      if (isNumber(text) && numbers)
        return 'time is a number of another kind than in the other lines';
      return 'time cannot be read';
    },
    /** How the column was read, where one might not expect it. */
    notes(): string[] {
      const notes: string[] = [];
      if (numbers && 'kind' in numbers) {
        if (numbers.kind === 'relative')
          notes.push(
            `times (${name}) are read as ${numbers.unit === 's' ? 'seconds' : numbers.unit} from a start of the log's own`,
          );
        if (numbers.kind === 'excel')
          notes.push(
            `times (${name}) are read as days of a spreadsheet since 1900, in UTC: ${texts[0]} is ${new Date(numberMs(texts[0], numbers)).toISOString().slice(0, 10)}. Some of a Mac count from 1904, and mean a day four years later: then write the dates as text`,
          );
        if (numbers.kind === 'compact')
          notes.push(`times (${name}) are read as digits of a date, like 20240131`);
      }
      return [...notes, ...zoneNotes(name, { zoned, zoneless, beside })];
    },
  };
}

/**
 * What is said of times whose zone is not known.
 * @param counts.zoned how many have a zone. @param counts.beside a column that names one.
 */
export function zoneNotes(
  name: string,
  { zoned, zoneless, beside }: { zoned: number; zoneless: number; beside?: string },
): string[] {
  const notes: string[] = [];
  const whole = (n: number) => n.toLocaleString('en-US');
  if (zoneless && zoned) {
    notes.push(
      `times (${name}) are of two kinds: ${whole(zoned)} have a zone, and ${whole(zoneless)} have none and are taken as UTC. Is that what they are?`,
    );
  } else if (zoneless) notes.push(`times (${name}) without a zone are taken as UTC`);
  if (zoneless && beside !== undefined) {
    notes.push(
      `times (${name}) have no zone and are taken as UTC, whatever ${beside} says: if they are local, write them with their offset`,
    );
  }
  return notes;
}

const HAS_ZONE = /Z$|[+]\d|UTC|GMT|\d-\d\d:?\d\d$|\b[A-Z]{1,4}T$/;
/** A column that says in which zone the times of a line are. */
export const zoneColumn = (line: Values): string | undefined =>
  Object.keys(line).find((header) => isZoneColumn(header));
/** `time_zone`, `tz`, `utc_offset`. */
const isZoneColumn = (header: string) =>
  /^(?:(?:event|local|user|client|visitor|browser|device) )?(?:time ?zone|tz|(?:utc|gmt) offset)(?: (?:name|offset|id))?$/.test(
    wordsOf(header).join(' '),
  );

/** Two digits of a year vary least: a column of many first numbers and few last ones ends in the year. */
function yearFirstOrLast(texts: readonly string[]): readonly DateOrder[] | undefined {
  const first = new Set<string>();
  const last = new Set<string>();
  for (const text of texts) {
    const parts = /^(\d\d?)[-/.]\d\d?[-/.](\d\d)(?!\d)/.exec(text);
    if (!parts) continue;
    first.add(parts[1]);
    last.add(parts[2]);
  }
  if ([...first].some((number) => number.length < 2)) return ['dmy', 'mdy'];
  if (last.size <= 2 && first.size > last.size) return ['dmy', 'mdy'];
  if (first.size <= 2 && last.size > first.size + 1) return ['ymd'];
  return undefined;
}

/** A date in parts as one text: year, month and day, or a date and a clock. */
function joined(cells: readonly unknown[]): unknown {
  const texts = cells.map((part) =>
    part instanceof Date ? part.toISOString().slice(0, 10) : plainText(part),
  );
  const [date, ...rest] = texts;
  if (/^\d{4}(?:\.0)?$/.test(date) && rest.length >= 2) {
    const [month, day, ...clock] = rest.map((text) => text.replace(/\.0$/, ''));
    const pad = (text: string) => text.padStart(2, '0');
    if (!/^\d\d?$/.test(month))
      return `${day} ${month} ${date.slice(0, 4)} ${clock.join(':')}`.trim();
    const hours =
      clock.length === 1 && !clock[0].includes(':')
        ? `${pad(clock[0])}:00`
        : clock.map(pad).join(':');
    return `${date.slice(0, 4)}-${pad(month)}-${pad(day)}${hours ? ` ${hours}` : ''}`;
  }
  // A spreadsheet writes the day as a number and the time of day as a part of one.
  if (rest.length === 1 && /^\d{5}(?:[.,]0+)?$/.test(date) && /^0?[.,]\d+$/.test(rest[0])) {
    return String(+date.replace(',', '.') + +rest[0].replace(',', '.'));
  }
  if (rest.some((text) => isMissing(text))) return '';
  const day = date.replace(/[T ]0?0:00(?::00(?:\.0+)?)?Z?$/, '');
  const parts = rest.map((text) => text.replace(/\.0+$/, ''));
  if (rest.length && parts.every((text) => /^\d\d?$/.test(text))) {
    const [hour, minute = '0'] = parts;
    return `${day} ${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  }
  return [day, ...rest.map((text) => (/^\d{4,6}$/.test(text) ? clockOf(text) : text))].join(' ');
}

/** `030405` → `03:04:05` */
const clockOf = (digits: string): string =>
  (digits.length % 2 ? `0${digits}` : digits).replace(/\d\d(?=\d)/g, '$&:');
