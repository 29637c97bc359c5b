import type { CollectedLog } from '../data/collect-log.js';
import { inPageWords } from './page-words.js';

const whole = (n: number) => Math.round(n).toLocaleString('en-US');
const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;
const some = (n: number, noun: string) => `${whole(n)} ${noun}${n === 1 ? '' : 's'}`;

/** Reasons for refusals that are told; the rest is a number. */
const MOST_REASONS = 3;
const MOST_NOTES = 8;
const FEW_VISITS = 1000;

/** What a log holds and what is odd about it, in sentences for whoever owns it; the worst first. */
export function logSentences(log: CollectedLog): { holds: string[]; odd: string[] } {
  const { data, facts, lines, refused, notes } = log;
  const { shoppers, eventsPerSession, firstDay, lastDay, actions, seenOnce } = facts;
  const days = firstDay === lastDay ? `of ${firstDay}` : `from ${firstDay} to ${lastDay}`;
  const bought = actions.purchase ?? 0;
  const lost = refused.reduce((sum, { count }) => sum + count, 0);
  const reasons = refused
    .slice(0, MOST_REASONS)
    .map(({ reason, count }) => `${reason} (${whole(count)})`);
  return {
    holds: [
      `${some(data.events, 'event')} of ${some(shoppers, 'shopper')} in ${some(data.sessions, 'visit')}, over ${some(data.itemIds.length, 'product')}${firstDay ? `, ${days}` : ', without dates'}.`,
      `A visit has ${eventsPerSession.toFixed(1)} events on average. ${bought ? `${percent(bought)} of the events are purchases.` : ''}`.trim(),
    ],
    odd: [
      ...(lost
        ? [
            `${some(lost, 'line')} of ${whole(lines)} could not be used: ${reasons.join('; ')}${refused.length > MOST_REASONS ? '; and other reasons' : ''}.`,
          ]
        : []),
      ...notes.slice(0, MOST_NOTES).map((note) => asSentence(inPageWords(note))),
      ...(data.sessions < FEW_VISITS
        ? [
            `${some(data.sessions, 'visit')} are few: what is measured on a tenth of them has a wide range.`,
          ]
        : []),
      ...(seenOnce > 0.5
        ? [`${percent(seenOnce)} of the products occur once only: little can be learned of them.`]
        : []),
      ...(data.duplicates ? [`${some(data.duplicates, 'repeated line')} counted once.`] : []),
      ...(data.hasClock ? [] : ['There is no time of day: pauses between events are not known.']),
    ],
  };
}

/** A note that begins with the name of a file keeps it as it is. */
const asSentence = (note: string) => {
  const text = /^[a-z]+ /.test(note) ? note[0].toUpperCase() + note.slice(1) : note;
  return /[.?!]$/.test(text) ? text : `${text}.`;
};
