import type { CollectedLog } from '../data/collect-log.js';
import { type Finding, findingText } from '../data/log-findings.js';
import { codedSentence, type Said } from './coded-sentence.js';

/** What the page says of a log: it has words for each code, in its language. */
export type LogSaid =
  | Finding
  | { code: 'holds'; events: number; shoppers: number; visits: number; products: number }
  | { code: 'days'; first: string; last: string }
  | { code: 'day'; first: string }
  | { code: 'no-days' }
  | { code: 'visits'; events: number; bought: number }
  /** The commonest three; of `more` others nothing is said. */
  | {
      code: 'refused';
      lines: number;
      of: number;
      reasons: { reason: Said; n: number }[];
      more: number;
    }
  | { code: 'few-visits'; visits: number }
  | { code: 'seen-once'; share: number }
  | { code: 'repeated'; lines: number }
  | { code: 'no-clock' };

/** Reasons for refusals that are told; the rest is a number. */
const MOST_REASONS = 3;
const MOST_REMARKS = 8;
const FEW_VISITS = 1000;

/**
 * What a log holds and what is odd about it, for whoever owns it, the worst first.
 * @returns `remarks` on how its files were read.
 */
export function logSentences(log: CollectedLog): {
  holds: LogSaid[];
  odd: LogSaid[];
  remarks: Said[];
} {
  const { data, facts, lines, refused, notes, findings } = log;
  const { shoppers, eventsPerSession, firstDay, lastDay = '', actions, seenOnce } = facts;
  const lost = refused.reduce((sum, { count }) => sum + count, 0);
  const reasons = refused
    .slice(0, MOST_REASONS)
    .map(({ reason, count }) => ({ reason: codedSentence(reason), n: count }));
  const found = new Set(findings.map(findingText));
  const odd: (LogSaid | false)[] = [
    lost > 0 && {
      code: 'refused',
      lines: lost,
      of: lines,
      reasons,
      more: refused.length - reasons.length,
    },
    ...findings,
    data.sessions < FEW_VISITS && { code: 'few-visits', visits: data.sessions },
    seenOnce > 0.5 && { code: 'seen-once', share: seenOnce },
    data.duplicates > 0 && { code: 'repeated', lines: data.duplicates },
    !data.hasClock && { code: 'no-clock' },
  ];
  return {
    holds: [
      {
        code: 'holds',
        events: data.events,
        shoppers,
        visits: data.sessions,
        products: data.itemIds.length,
      },
      !firstDay
        ? { code: 'no-days' }
        : firstDay === lastDay
          ? { code: 'day', first: firstDay }
          : { code: 'days', first: firstDay, last: lastDay },
      { code: 'visits', events: eventsPerSession, bought: actions.purchase ?? 0 },
    ],
    odd: odd.filter((one): one is LogSaid => one !== false),
    remarks: notes
      .filter((note) => !found.has(note))
      .slice(0, MOST_REMARKS)
      .map(codedSentence),
  };
}
