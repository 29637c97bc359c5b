import { share } from './column-sample.js';
import { isMissing, plainText } from './missing-values.js';
import type { FactsOf } from './rank-columns.js';
import { wordsOf } from './words-of.js';

/** A column that marks lines that did not happen, or not in the shop: `cancelled_at`, `is_test`. */
export interface VoidColumn {
  header: string;
  /** `cancelled` */
  word: string;
  /** Whether any value marks the line, as a time does; else it says yes or no. */
  isTime: boolean;
}

const WORDS =
  /^(?:is |was )?(?:order )?(cancell?ed|voided|deleted|test|test order|bot|robot|internal|exclude hit|storniert|geloscht)( at| on| date| time)?$/;
const YES = /^(?:[1-9]\d?(?:\.0+)?|true|t|yes|y|ja)$/i;
const NO = /^(?:0(?:\.0+)?|false|f|no|n|nein)$/i;

/** The columns that say of a line that it does not count, by their name and what stands in them. */
export function findVoid(headers: readonly string[], factsOf: FactsOf): VoidColumn[] {
  return headers.flatMap((header): VoidColumn[] => {
    const leaf = header.slice(header.lastIndexOf('.') + 1);
    const [, word, time] = WORDS.exec(wordsOf(leaf).join(' ')) ?? [];
    if (word === undefined) return [];
    if (time !== undefined) return [{ header, word, isTime: true }];
    const isYes = (value: unknown) => YES.test(plainText(value));
    const isFlag = (value: unknown) => isYes(value) || NO.test(plainText(value));
    // Half of all lines are those of a test of two groups.
    const isGroup = word === 'test' && share(factsOf(header), isYes) > 0.25;
    return share(factsOf(header), isFlag) === 1 && !isGroup
      ? [{ header, word, isTime: false }]
      : [];
  });
}

/** What a line is marked as, where it does not count. */
export function markOf(
  columns: readonly VoidColumn[],
  values: Readonly<Record<string, unknown>>,
): string | undefined {
  return columns.find(({ header, isTime }) => {
    const text = plainText(values[header]);
    return !isMissing(text) && (isTime ? /[1-9]/.test(text) : YES.test(text));
  })?.word;
}
