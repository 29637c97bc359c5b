import { parseStamp } from './log-time.js';
import { plainText } from './missing-values.js';
import { isNumber, type NumberDecision, numberMs } from './number-times.js';

/** 1973 in Unix milliseconds: what lies before counts from a start of the log's own, or stands for no time. */
export const DATES_FROM_MS = 1e11;
/** The year 2101: 9999-12-31 stands for no time. */
const DATES_TO_MS = Date.UTC(2101, 0);

/** Why a line of a log of dates has none that a shop's log can have. */
export function whyNoDate(ms: number): string | undefined {
  if (ms < DATES_FROM_MS) return 'time is before 1973';
  return ms >= DATES_TO_MS ? 'time is after 2100' : undefined;
}

/** What the times of a file are: dates, or counted from a start of its own. */
export type TimesKind = 'dates' | 'own';

/**
 * What the times of a log are, by its first lines. Among dates, a single line before 1973 is odd; where they are most,
 * the log counts from a start of its own.
 * @returns undefined where none of the lines says a time.
 */
export function timesKind(
  values: readonly unknown[],
  numbers: Exclude<NumberDecision, { problem: string }> | undefined,
): TimesKind | undefined {
  let dated = 0;
  let early = 0;
  for (const value of values) {
    const text = plainText(value);
    const stamp = isNumber(text) ? numbers && numberMs(text, numbers) : parseStamp(value);
    const times = [stamp ?? Number.NaN].flat().filter((ms) => !Number.isNaN(ms));
    if (!times.length) continue;
    if (numbers?.kind !== 'relative' && times.some((ms) => ms >= DATES_FROM_MS)) dated++;
    else early++;
  }
  if (!dated && !early) return undefined;
  return dated >= early ? 'dates' : 'own';
}
