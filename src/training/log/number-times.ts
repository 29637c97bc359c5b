import { unitOf } from './field-names.js';
import { dayMs } from './log-time.js';
import { wordsOf } from './words-of.js';

/** What the numbers of a time column are; `--dates` names those of one word. */
export const NUMBER_KINDS = ['s', 'ms', 'us', 'ns', 'excel', 'compact', 'relative'] as const;
export type NumberKind = (typeof NUMBER_KINDS)[number];

const PER_MS = { s: 0.001, ms: 1, us: 1000, ns: 1e6 } as const;
type Unit = keyof typeof PER_MS;

/** Unix times of 1973 to 5138 by size: each unit is a thousand times the one before. */
const UNIX_FROM = { s: 1e8, ms: 1e11, us: 1e14, ns: 1e17 } as const;
/** Below this, numbers that begin small count from a start of the log's own (31 years in seconds). */
const RELATIVE_BELOW = 1e9;
/** Days since 1900 of 1990 and 2100. */
const EXCEL_FROM = 32_874;
const EXCEL_TO = 73_051;
const EXCEL_1970 = 25_569;
const DAY_MS = 86_400_000;

const unixUnit = (value: number): Unit | undefined =>
  (['ns', 'us', 'ms', 's'] as const).find((unit) => value >= UNIX_FROM[unit]);

export const isNumber = (text: string): boolean => /^[-+]?\d{1,25}(?:[.,]\d{1,15})?$/.test(text);
/** A spreadsheet that shows `1.70407E+12` has thrown the other digits away. */
export const hasLostDigits = (text: string): boolean => /^\d(?:[.,]\d{1,9})?E\+\d\d$/i.test(text);

/** A decision on the numbers of a column, or why there is none. */
export type NumberDecision = { kind: NumberKind; unit: Unit } | { problem: string };

/**
 * What the numbers in the first lines of a time column are: all of them together, for one alone says little.
 * @returns undefined where there are no numbers.
 */
export function decideNumbers(
  texts: readonly string[],
  header: string,
): NumberDecision | undefined {
  const lost = texts.filter(hasLostDigits);
  if (lost.length > texts.length / 100) {
    return { problem: `${lost[0]} has lost digits in a spreadsheet: export the times as text` };
  }
  const numbers = texts.filter(isNumber);
  if (!numbers.length) return undefined;
  const unit = unitOf(header) ?? 's';
  if (numbers.every((text) => /^\d{8,17}$/.test(text) && !Number.isNaN(compactMs(text)))) {
    return { kind: 'compact', unit };
  }
  const values = numbers.map(toNumber);
  // 0 and -1 stand for no time where the others are of this century.
  const positive = values.filter((value) => value > 0);
  if (!positive.length) return undefined;
  const classes = new Map<Unit | 'small', number>();
  for (const value of positive) {
    const its = unixUnit(value) ?? 'small';
    classes.set(its, (classes.get(its) ?? 0) + 1);
  }
  const [most, count] = [...classes].sort((a, b) => b[1] - a[1])[0] ?? ['small', 0];
  const small = classes.get('small') ?? 0;
  const largest = positive.reduce((a, b) => Math.max(a, b), 0);
  if (small && largest < RELATIVE_BELOW) return decideSmall(positive, numbers, header, unit);
  if (most === 'small' && count === positive.length) {
    return decideSmall(positive, numbers, header, unit);
  }
  if (positive.length - count > positive.length / 100) {
    const of = (its: Unit | 'small') =>
      numbers.find((text) => toNumber(text) > 0 && (unixUnit(toNumber(text)) ?? 'small') === its);
    const kinds = [...classes.keys()].map(
      (its) => `${of(its)} (${its === 'small' ? 'no Unix time' : NAMES[its]})`,
    );
    return { problem: `its numbers are of several units: ${kinds.join(', ')}` };
  }
  if (most === 'small') return { kind: 'relative', unit };
  const early = positive.filter((value) => value / PER_MS[most] < SHOPS_BEGAN);
  if (early.length > positive.length / 2) {
    const day = new Date(early[0] / PER_MS[most]).toISOString().slice(0, 10);
    const text = numbers.find((one) => toNumber(one) === early[0]);
    return {
      problem: `${text} is ${day} as ${NAMES[most]} since 1970, before there were shops: it counts from another start, or in another unit. Write the times as 2024-01-31T12:00:00Z, or say --dates ${most}`,
    };
  }
  return { kind: most, unit: most };
}

/** Other starts and units (.NET, Windows, Apple's 2001) come out before this. */
const SHOPS_BEGAN = Date.UTC(1998, 0);

const NAMES: Record<Unit, string> = {
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
};

/** Numbers too small for Unix times: days of a spreadsheet, or seconds from a start. */
function decideSmall(
  values: readonly number[],
  texts: readonly string[],
  header: string,
  unit: Unit,
): NumberDecision {
  const isDate = /\b(?:date|datum|fecha|day|created|at)\b/.test(wordsOf(header).join(' '));
  if (values.every((value) => value >= EXCEL_FROM && value < EXCEL_TO)) {
    if (unitOf(header)) return { kind: 'relative', unit };
    if (isDate || texts.some((text) => /[.,]\d*[1-9]/.test(text))) return { kind: 'excel', unit };
    return {
      problem: `${texts[0]} can be a day of a spreadsheet or a second from a start of the log's own: say which with --dates excel or --dates relative`,
    };
  }
  if (isDate)
    return {
      problem: `${texts[0]} is no date that can be told: write the dates as 2024-01-31, or say --dates relative`,
    };
  if (areMonthDays(texts)) {
    return {
      problem: `${texts[0]} looks like a month and a day without a year: write the dates as 2024-01-31, or say --dates relative`,
    };
  }
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  if (values.length >= ENOUGH && least > most / 2 && least > 1000) {
    return {
      problem: `${texts[0]} is no Unix time, and none of its numbers is near 0, where a log's own start would be: write the times as 2024-01-31T12:00:00Z, or say --dates relative`,
    };
  }
  return { kind: 'relative', unit };
}

/** So few numbers say nothing of where they begin. */
const ENOUGH = 20;

/** `1020`, `1101`, `1111`: a number that counts would not leave out what is no day of a month. */
function areMonthDays(texts: readonly string[]): boolean {
  const days = new Set(texts);
  return (
    days.size >= ENOUGH &&
    [...days].every((text) => /^(?:[1-9]|0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(text))
  );
}

const toNumber = (text: string): number => +text.replace(',', '.');

/** Milliseconds of a number in a column of such numbers, NaN where it is none of them. */
export function numberMs(text: string, { kind, unit }: { kind: NumberKind; unit: Unit }): number {
  if (kind === 'compact') return compactMs(text);
  const value = toNumber(text);
  if (kind === 'excel') {
    const fits = value >= EXCEL_FROM && value < EXCEL_TO;
    return fits ? Math.round((value - EXCEL_1970) * DAY_MS) : Number.NaN;
  }
  if (kind === 'relative') return value >= 0 && value < 1e15 ? value / PER_MS[unit] : Number.NaN;
  if (!(value > 0) || unixUnit(value) !== kind) return Number.NaN;
  // Whole milliseconds, as SQL has them: an event a microsecond later is a repeat.
  return kind === 's' ? Math.round(value * 1000) : Math.floor(value / PER_MS[kind]);
}

/** `20240131`, `2024013112`, `202401311230`, `20240131123015`, with milliseconds of three digits. */
function compactMs(text: string): number {
  if (![8, 10, 12, 14, 17].includes(text.length)) return Number.NaN;
  const part = (from: number, to: number) => +(text.slice(from, to) || 0);
  const [year, h, m, s] = [part(0, 4), part(8, 10), part(10, 12), part(12, 14)];
  if (year < 1970 || year > 2100 || h > 23 || m > 59 || s > 59) return Number.NaN;
  return dayMs(year, part(4, 6), part(6, 8)) + ((h * 60 + m) * 60 + s) * 1000 + part(14, 17);
}
