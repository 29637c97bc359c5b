import { share } from './column-sample.js';
import { OTHER_THING } from './field-phrases.js';
import { type Columns, FIELDS } from './log-fields.js';
import { isClock, parseStamp } from './log-time.js';
import { plainText } from './missing-values.js';
import { isNumber } from './number-times.js';
import type { Candidate, FactsOf } from './rank-columns.js';
import { wordsOf } from './words-of.js';

/** So many lines with one time: it is not that of an event. */
const ENOUGH = 20;

/** The column of times, a date and its clock, or year, month and day. */
export function findTime(
  columns: Columns,
  headers: readonly string[],
  candidates: readonly Candidate[],
  factsOf: FactsOf,
  notes: string[],
): void {
  if (columns.time) return;
  const named = (words: string) => headers.find((header) => wordsOf(header).join(' ') === words);
  const taken = new Set(FIELDS.flatMap((field) => columns[field] ?? []));
  const free = headers.filter((header) => !taken.has(header));
  const isTimeOfDay = (header: string) => share(factsOf(header), isClock) > 0.9;
  const dated = candidates.filter(({ header }) => !isTimeOfDay(header));
  const readable = dated.filter(({ header }) => share(factsOf(header), isTime) > 0.5);
  // Where another column tells events apart, one time in all lines is that of the export.
  const isExport = ({ header }: Candidate) =>
    factsOf(header).distinct === 1 &&
    factsOf(header).filled >= ENOUGH &&
    share(factsOf(header), hasNoClock) < 0.9;
  const moving = readable.filter((one) => !isExport(one));
  const plain = (moving.length ? moving : readable).filter(
    ({ header }) => !holdsDigitClocks(header, factsOf),
  );
  // An envelope has the time at which it was sent: `value.ts` is that of the event.
  const [inside] =
    /^(?:.*\.)?(?:value|after|payload|body|message|record)\./.exec(columns.item?.[0] ?? '') ?? [];
  const own = plain.filter(({ header }) => inside && header.startsWith(inside));
  const [first, second]: (Candidate | undefined)[] = plain.length
    ? [...own, ...plain.filter((one) => !own.includes(one))]
    : readable.length
      ? readable
      : dated;
  // In a language whose words are not known, the values tell.
  const parts = ['year', 'month', 'day'].map(named);
  const hasParts = parts.every((part) => part !== undefined);
  const best = first ?? (hasParts ? undefined : onlyDates(free, factsOf, notes));
  const clock = best && clockBeside(best.header, free, isTimeOfDay, factsOf);
  if (best) {
    columns.time = clock === undefined ? [best.header] : [best.header, clock];
    if (clock !== undefined && holdsHours(clock, factsOf)) {
      const minutes = free.find((header) => isOfWord(header, MINUTE, 59, factsOf));
      if (minutes !== undefined) columns.time.push(minutes);
    }
    // Its date and its clock are one time.
    const isOther = second !== undefined && second.header !== clock;
    if (isOther && second.fit === best.fit) {
      notes.push(
        `time is read from ${best.header}; ${second.header} fits as well: choose with --columns time=${second.header}`,
      );
    }
    return;
  }
  if (!hasParts) return;
  columns.time = parts as string[];
  const hours =
    free.filter(isTimeOfDay).find(isNamedClock) ?? free.find((one) => holdsHours(one, factsOf));
  if (hours !== undefined) columns.time.push(hours);
}

const isNamedClock = (header: string) =>
  /\b(?:time|uhrzeit|clock|hour|hora|heure|zeit|ora|orario|tijd)\b/.test(wordsOf(header).join(' '));
/** Clocks that are no time of day: `visit_duration`, `delivery_time`. */
const isOfOther = (header: string) =>
  wordsOf(header).some(
    (word) =>
      OTHERS.has(word) ||
      /^(?:dauer|duree|duracion|birthday|dob|since|geburtsdatum|geburtstag|naissance|nacimiento|nascita|lieferdatum)$/.test(
        word,
      ),
  );
const OTHERS = new Set(OTHER_THING.time.split(' '));

/** The clock of a column of dates: the one whose name says so, else the nearest. */
function clockBeside(
  date: string,
  headers: readonly string[],
  isTimeOfDay: (header: string) => boolean,
  factsOf: FactsOf,
): string | undefined {
  if (share(factsOf(date), hasNoClock) <= 0.9) return undefined;
  const isSerial =
    share(factsOf(date), (value) => /^\d{5}(?:[.,]0+)?$/.test(plainText(value))) > 0.9;
  const isPart = (value: unknown) => /^0?[.,]\d{2,}$/.test(plainText(value));
  const clocks = headers.filter(
    (header) =>
      header !== date &&
      !isOfOther(header) &&
      (isTimeOfDay(header) ||
        (isNamedClock(header) &&
          (isSerial ? share(factsOf(header), isPart) > 0.9 : holdsDigitClocks(header, factsOf))) ||
        (!isSerial && holdsHours(header, factsOf))),
  );
  const at = headers.indexOf(date);
  const far = (header: string) =>
    (isNamedClock(header) ? 0 : 1000) + Math.abs(headers.indexOf(header) - at);
  return clocks.sort((a, b) => far(a) - far(b))[0];
}

/** `93005`, `233605`: a clock without colons. */
const holdsDigitClocks = (header: string, factsOf: FactsOf) =>
  share(factsOf(header), (value) => /^(?:[01]?\d|2[0-3])[0-5]\d[0-5]\d$/.test(plainText(value))) >
  0.9;

const HOUR =
  /(?:^| )(?:hour|hr|hour of day|stunde|heure|hora|ora|uur|godzina|saat|час|小时|小時|時|시)$/;
const MINUTE = /(?:^| )(?:minute|minutes|min|minuto|minuta|dakika|минута|分|分钟|분)$/;

/** A column with a word for an hour or a minute, and nothing in it that is none. */
function isOfWord(header: string, word: RegExp, most: number, factsOf: FactsOf): boolean {
  const isOne = (value: unknown) => {
    const text = plainText(value);
    return /^\d\d?(?:\.0+)?$/.test(text) && Number(text) <= most;
  };
  return word.test(wordsOf(header).join(' ')) && share(factsOf(header), isOne) === 1;
}
/** `hour`: 0 to 23 beside a day. */
const holdsHours = (header: string, factsOf: FactsOf) =>
  factsOf(header).distinct > 1 && isOfWord(header, HOUR, 23, factsOf);

/** The one column whose values are dates, written as such and not as numbers. */
function onlyDates(
  headers: readonly string[],
  factsOf: FactsOf,
  notes: string[],
): Candidate | undefined {
  const isDate = (value: unknown) => !isNumber(plainText(value)) && parseStamp(value) !== undefined;
  const found = headers.filter(
    (header) => !isOfOther(header) && share(factsOf(header), isDate) > 0.9,
  );
  if (found.length !== 1) return undefined;
  notes.push(`time is read from ${found[0]}, whose values are dates`);
  return { header: found[0], fit: 0 };
}

const isTime = (value: unknown) => isNumber(plainText(value)) || parseStamp(value) !== undefined;

const hasNoClock = (value: unknown) =>
  value instanceof Date
    ? value.getTime() % 86_400_000 === 0
    : !/\d:\d|\dT\d|\d{9}|^\d+\.\d{3,}$/.test(
        plainText(value).replace(/[ T]00:00(:00(\.0+)?)?Z?$/, ''),
      );
