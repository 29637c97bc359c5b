import { share } from './column-sample.js';
import { isMissing, plainText } from './missing-values.js';
import type { FactsOf } from './rank-columns.js';
import { wordsOf } from './words-of.js';

/** A column that marks lines that did not happen, or not in the shop: `cancelled_at`, `is_test`. */
export interface VoidColumn {
  header: string;
  /** `cancelled` */
  word: string;
  /** What marks the line: any value, as a time does, or one of these; else it says yes or no. */
  isTime: boolean;
  /** Of each line by itself: in later lines of an order, an empty cell says no. */
  isOfLine?: boolean;
  marks?: RegExp;
  /** The column that says how many were ordered, where this one says how many of them were cancelled. */
  of?: string;
}

const WORDS =
  /^(?:is |was )?(?:order )?(cancell?ed|voided|deleted|test|test order|bot|robot|internal|exclude hit|storniert|geloscht)( at| on| date| time)?$/;
const YES = /^(?:[1-9]\d?(?:\.0+)?|true|t|yes|y|ja)$/i;
const NO = /^(?:0(?:\.0+)?|false|f|no|n|nein)$/i;

const STAGES =
  'stag(?:e|ing)|test(?:ing)?|dev(?:elopment)?|qa|uat|pre-?prod(?:uction)?|sandbox|local(?:host)?|demo';
/** Words that mark single lines of a column that others say something else in. */
const KINDS = [
  {
    // A change log: what was written, changed and deleted again.
    name: /^(?:op|operation|change type|cdc operation|row kind|dml|dml type|record type|metadata operation)$/,
    word: 'deleted or replaced',
    others:
      /^(?:c|r|i|u|insert|create|read|update|update_?(?:after|postimage)|\+[iu]|upsert|modify)$/i,
    marks: /^(?:d|delete|deleted|remove|tombstone|update_?(?:before|preimage)|-[du])$/i,
  },
  {
    name: /^(?:env|environment|deployment|stage|system|instance|tier)$/,
    word: 'of another system than the shop',
    others: /^(?:prod|production|live|www|prd)$/i,
    marks: new RegExp(`^(?:${STAGES})$`, 'i'),
  },
  {
    name: /^(?:host|host name|hostname|domain|server name|site)$/,
    word: 'of another system than the shop',
    others: /\.[a-z]{2,}$/i,
    marks: new RegExp(
      `^(?:[\\w-]+\\.)*(?:[\\w-]+-)?(?:${STAGES})(?:[-.:]|$)|^(?:127\\.|10\\.|192\\.168\\.)`,
      'i',
    ),
  },
] as const;

/** The columns that say of a line that it does not count, by their name and what stands in them. */
export function findVoid(headers: readonly string[], factsOf: FactsOf): VoidColumn[] {
  return headers.flatMap((header): VoidColumn[] => {
    const leaf = header.slice(header.lastIndexOf('.') + 1);
    const kind = KINDS.find(({ name, others, marks }) => {
      const says = (words: RegExp) =>
        share(factsOf(header), (value) => words.test(plainText(value)));
      // Every log may have hosts: what none of the first lines has is not looked for.
      const isSeen = factsOf(header).values.some((value) => marks.test(plainText(value)));
      return (
        isSeen && name.test(wordsOf(leaf).join(' ')) && says(others) > 0.5 && says(marks) < 0.5
      );
    });
    if (kind) return [{ header, word: kind.word, isTime: false, marks: kind.marks }];
    if (/^(?:qty|quantity) cancell?ed$/.test(wordsOf(leaf).join(' '))) {
      const of = headers.find((one) =>
        /^(?:qty|quantity)(?: ordered)?$/.test(wordsOf(one).join(' ')),
      );
      return of === undefined ? [] : [{ header, word: 'cancelled', isTime: false, of }];
    }
    // Magento has two lines for one thing that was bought: the product, and the variant in it.
    const { filled, gaps } = factsOf(header);
    if (
      filled &&
      gaps &&
      /^parent (?:order )?(?:item|line|line item|position|row) id$/.test(wordsOf(leaf).join(' '))
    ) {
      return [{ header, word: 'part of another line', isTime: true, isOfLine: true }];
    }
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
  return columns.find(({ header, isTime, marks, of }) => {
    const text = plainText(values[header]);
    if (of !== undefined) return +text > 0 && +text >= +plainText(values[of]);
    if (marks) return marks.test(text);
    return !isMissing(text) && (isTime ? /[1-9]/.test(text) : YES.test(text));
  })?.word;
}
