import { share } from './column-sample.js';
import type { Columns } from './log-fields.js';
import { isClock, parseStamp } from './log-time.js';
import { plainText } from './missing-values.js';
import { isNumber } from './number-times.js';
import type { Candidate, FactsOf } from './rank-columns.js';
import { wordsOf } from './words-of.js';

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
  const isTimeOfDay = (header: string) => share(factsOf(header), isClock) > 0.9;
  const clock = headers.find(
    (header) =>
      isTimeOfDay(header) &&
      /\b(?:time|uhrzeit|clock|hour|hora|heure|zeit)\b/.test(wordsOf(header).join(' ')),
  );
  const dated = candidates.filter(({ header }) => !isTimeOfDay(header));
  const readable = dated.filter(({ header }) => share(factsOf(header), isTime) > 0.5);
  const [best, second] = readable.length ? readable : dated;
  if (best) {
    columns.time =
      clock && share(factsOf(best.header), hasNoClock) > 0.9 ? [best.header, clock] : [best.header];
    if (second?.fit === best.fit) {
      notes.push(
        `time is read from ${best.header}; ${second.header} fits as well: choose with --columns time=${second.header}`,
      );
    }
    return;
  }
  const parts = ['year', 'month', 'day'].map(named);
  if (parts.every((part) => part !== undefined)) columns.time = parts as string[];
  if (columns.time && clock) columns.time.push(clock);
}

const isTime = (value: unknown) => isNumber(plainText(value)) || parseStamp(value) !== undefined;

const hasNoClock = (value: unknown) =>
  value instanceof Date
    ? value.getTime() % 86_400_000 === 0
    : !/\d:\d|T\d|\d{9}|\.\d{3,}$/.test(plainText(value).replace(/[ T]00:00(:00(\.0+)?)?Z?$/, ''));
