import { type LogWords, planLog } from './log-plan.js';
import type { ReadRow } from './log-reader.js';

type Values = Record<string, unknown>;

/** For tests: so many lines, each made of its number. */
export const lines = <T extends Values>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** What a log of these lines is read as. */
export function readAll(all: Values[], words: LogWords = {}) {
  const plan = planLog(all, words);
  const read = all.flatMap((line) => plan.read(line));
  return {
    columns: plan.columns,
    rows: read.filter((row): row is ReadRow => 'type' in row),
    left: read.flatMap((row) => ('reason' in row ? [row.reason] : [])),
    said: plan.notes().join('\n'),
  };
}

/** Why such a log is refused, or `read`. */
export const refusal = (all: Values[], words: LogWords = {}): string => {
  try {
    planLog(all, words);
  } catch (thrown) {
    return (thrown as { detail: string }).detail;
  }
  return 'read';
};
