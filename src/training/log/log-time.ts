import { plainText } from './missing-values.js';
import { monthOf } from './month-names.js';

/** In which order a date of numbers is written. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';
export const DATE_ORDERS: readonly DateOrder[] = ['dmy', 'mdy', 'ymd'];

/** One time in milliseconds, or one for each order of `DATE_ORDERS`, NaN where it is no date. */
export type Stamp = number | readonly number[];

const CLOCK = String.raw`(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*([ap])?\.?\s?(?:m\.?)?`;
const ZONE = String.raw`\s*(Z|[A-Za-z]{2,5})?\s*(?:([+-])(\d\d):?(\d\d)?)?`;
const REST = String.raw`(?:(?:[T ,]|,\s|\sat\s|,\sat\s|:)\s?${CLOCK}${ZONE})?(?:\s?[[(][\w /+-]{1,60}[\])])?\s*(Z|UTC|GMT)?$`;

/** `2019-10-01`, `2019/10/1`, with or without a clock; `20191001T123015Z`, `20191001 12:30:15`. */
const ISO = new RegExp(String.raw`^(\d{4})([-/.])(\d\d?)\2(\d\d?)${REST}`, 'i');
const COMPACT =
  /^(\d{4})(\d\d)(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT)?(?:([+-])(\d\d):?(\d\d)?)?)?$/i;
/** `12/01/2024 15:04`, `12.01.24`: the order of its numbers is the column's. */
const NUMBERS = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)${REST}`, 'i');
/** `12 Jan 2024`, `12-Jan-24`, `12. Januar 2024`, `12/Jan/2024:03:04:05 +0000`, with or without a weekday. */
const DAY_NAME = String.raw`^(?:\p{L}{2,10}\.?,?\s+)?`;
const DAY_MONTH = new RegExp(
  String.raw`${DAY_NAME}(\d{1,2})(?:st|nd|rd|th)?\.?(?:[-/ ]|\sde\s)(\p{L}{3,10})\.?(?:[-/ ]|,\s|\sde\s)(\d{4}|\d\d)${REST}`,
  'iu',
);
/** `Jan 12, 2024 3:04 PM`; `Fri Jan 12 2024 03:04:05 GMT+0100 (CET)`. */
const MONTH_DAY = new RegExp(
  String.raw`${DAY_NAME}(\p{L}{3,10})\.?[- ](\d{1,2})(?:st|nd|rd|th)?[, -]\s?(\d{4})${REST}`,
  'iu',
);

/** Hours of the zones that mean one thing only. */
const ZONES: Record<string, number> = {
  z: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  cet: 1,
  cest: 2,
  eet: 2,
  eest: 3,
  est: -5,
  edt: -4,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
};

/** What stands in most logs, read first: `2019-10-01 00:00:00 UTC`. */
const USUAL = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?)?(?:Z| UTC)?$/;

/**
 * The time that a text says; `undefined` where it says none. A time without a zone is taken as UTC, never as
 * the machine's. A date of three numbers is given in each order it can be read in.
 */
export function parseStamp(value: unknown): Stamp | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.getTime();
  const text = plainText(value);
  if (text.length < 6 || text.length > 100) return undefined;
  const usual = USUAL.exec(text);
  if (usual) {
    const [, y, m, d, h = '0', min = '0', s = '0', part] = usual;
    return known(dayMs(+y, +m, +d) + clockMs(h, min, s, part));
  }
  const plain = /[年년]/.test(text) ? withoutSigns(text) : text;
  return parseIso(plain) ?? parseNamed(plain) ?? parseNumbers(plain);
}

/** `2024年1月13日 10时05分` as `2024-1-13 10:05`. */
const withoutSigns = (text: string): string =>
  text
    .replace(/^(\d{4})[年년] ?(\d\d?)[月월] ?(\d\d?)[日일] ?/, '$1-$2-$3 ')
    .replace(/(\d\d?)[时時点點시] ?(\d\d?)[分분](?: ?(\d\d?)[秒초])?$/, (_, h, m, s = '00') =>
      [h, m, s].map((part: string) => part.padStart(2, '0')).join(':'),
    )
    .trim();

function parseIso(text: string): number | undefined {
  const parts = ISO.exec(text);
  if (parts) return known(dayMs(+parts[1], +parts[3], +parts[4]) + restMs(parts, 5));
  const compact = COMPACT.exec(text);
  // Without a sign of a date among its digits it may be any number: the column decides.
  if (!compact || /^\d+$/.test(text)) return undefined;
  const [, y, m, d, h = '0', min = '0', s = '0', part, , sign, zh = '0', zm = '0'] = compact;
  return known(dayMs(+y, +m, +d) + clockMs(h, min, s, part) - offsetMs(sign, zh, zm));
}

function parseNamed(text: string): number | undefined {
  const first = DAY_MONTH.exec(text);
  if (first) return known(dayMs(yearOf(first[3]), monthOf(first[2]), +first[1]) + restMs(first, 4));
  const second = MONTH_DAY.exec(text);
  if (!second) return undefined;
  return known(dayMs(+second[3], monthOf(second[1]), +second[2]) + restMs(second, 4));
}

function parseNumbers(text: string): readonly number[] | undefined {
  const parts = NUMBERS.exec(text);
  if (!parts) return undefined;
  const [, a, , b, c] = parts;
  const rest = restMs(parts, 5);
  if (Number.isNaN(rest)) return undefined;
  const ymd = c.length === 2 ? dayMs(yearOf(a), +b, +c) : Number.NaN;
  const year = yearOf(c);
  const readings = [dayMs(year, +b, +a) + rest, dayMs(year, +a, +b) + rest, ymd + rest];
  return readings.every(Number.isNaN) ? undefined : readings;
}

/** A clock's text without a date: `15:04`, `3:04:05 PM`. */
export const isClock = (value: unknown): boolean =>
  new RegExp(`^${CLOCK}$`, 'i').test(plainText(value));

/** What comes behind a date: clock and zone, from that group on. */
function restMs(parts: readonly (string | undefined)[], from: number): number {
  const [hour, minute = '0', second = '0', part, half, name, sign, zh = '0', zm = '0', utc] =
    parts.slice(from);
  if (hour === undefined) return name === undefined ? 0 : Number.NaN;
  let zone = offsetMs(sign, zh, zm);
  if (name) {
    const hours = ZONES[name.toLowerCase()];
    // `BST`, `IST` and others are several zones; `GMT+0200` has its own offset.
    if (hours === undefined || (hours !== 0 && sign)) return Number.NaN;
    zone += hours * 3_600_000;
  }
  if (utc && (name || sign)) return Number.NaN;
  let h = +hour;
  if (half) {
    if (h < 1 || h > 12) return Number.NaN;
    h = (h % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  return clockMs(String(h), minute, second, part) - zone;
}

function clockMs(hour: string, minute: string, second: string, part?: string): number {
  const [h, m, s] = [+hour, +minute, +second];
  // 24:00 ends a day; second 60 is a leap second.
  if (h > 24 || (h === 24 && m + s > 0) || m > 59 || s > 60) return Number.NaN;
  const fraction = part ? Math.round(+`0.${part}` * 1000) : 0;
  return ((h * 60 + m) * 60 + s) * 1000 + fraction;
}

const offsetMs = (sign: string | undefined, hours: string, minutes: string): number => {
  if (!sign) return 0;
  if (+hours > 15 || +minutes > 59) return Number.NaN;
  return (sign === '-' ? -1 : 1) * (+hours * 60 + +minutes) * 60_000;
};

/** Midnight of a day that exists, else NaN. */
export function dayMs(year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return Number.NaN;
  const ms = Date.UTC(year, month - 1, day);
  return new Date(ms).getUTCDate() === day ? ms : Number.NaN;
}

const yearOf = (text: string): number =>
  text.length === 4 ? +text : +text + (+text < 70 ? 2000 : 1900);

const known = (ms: number): number | undefined => (Number.isNaN(ms) ? undefined : ms);
