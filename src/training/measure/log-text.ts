import { counted } from '../log/counted.js';
import { columnsText } from '../data/collect-lines.js';
import type { LoadedLog } from '../data/collect-log.js';
import { factsText } from '../data/log-facts.js';
import type { CodedChoice, CodedTrial } from '../fit/choose-coded.js';
import type { ContinuedCounts } from '../fit/continued-items.js';
import type { HeldOutScore, QuantisingCost } from '../fit/held-out-score.js';

const whole = (n: number) => Math.round(n).toLocaleString('en-US');

export function quantisedLine({ before, after }: QuantisingCost): string {
  const text = ({ recall = 0, mrr = 0 }: HeldOutScore) =>
    `${(recall * 100).toFixed(1)} / ${(mrr * 100).toFixed(1)}`;
  return `held-out recall@20 / MRR@20: ${text(before)} before the vectors were quantised, ${text(after)} after`;
}

/** How many items the file has codes for, and what else was weighed. */
export function codedLine({ chosen, of, trials }: CodedChoice): string {
  const gain = ({ recall, mrr }: CodedTrial) =>
    recall === undefined || mrr === undefined
      ? ''
      : `, held-out recall@20 / MRR@20 ${(recall * 100).toFixed(1)} / ${(mrr * 100).toFixed(1)}`;
  const text = (one: CodedTrial) =>
    `${whole(one.items)} (seen ${one.least} times or more; about ${whole(one.kilobytes)} KB${gain(one)})`;
  const others = trials.filter(({ least }) => least !== chosen.least);
  const instead = others.length ? `; instead of ${others.map(text).join(', ')}` : '';
  return `codes for ${text(chosen)} of ${whole(of)} items${instead}`;
}

/** What became of the items of the file that a training goes on from. */
export function continuedLine(counts: ContinuedCounts): string {
  const { kept, unseen, dropped, joined, least } = counts;
  const absent = unseen ? ` (${whole(unseen)} of them not in this log)` : '';
  const left = dropped ? `, ${whole(dropped)} are not in this log and were dropped` : '';
  return `${whole(kept)} items keep their codes${absent}${left}; ${whole(joined)} new ones get codes, those with ${whole(least)} events or more`;
}

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  const m = Math.floor(s / 60);
  return m < 60 ? `${m} min ${s % 60} s` : `${Math.floor(m / 60)} h ${m % 60} min`;
}

/** What was read, and what was left out, in lines for a terminal. */
export function loadedLines(loaded: LoadedLog): string[] {
  const { data, lines, columns, refused, ignored, notes, facts, embeddings } = loaded;
  const more = [
    data.duplicates ? `${counted(data.duplicates, 'repeat')} dropped` : '',
    data.hasClock ? '' : 'no time of day',
  ].filter(Boolean);
  const left = Object.entries(ignored).sort((a, b) => b[1] - a[1]);
  return [
    `${counted(lines, 'line')}: ${counted(data.events, 'event')}, ${counted(data.sessions, 'session')}, ${counted(data.itemIds.length, 'item')}${more.length ? ` (${more.join(', ')})` : ''}`,
    factsText(facts),
    `columns: ${columnsText(columns)}`,
    ...(embeddings
      ? [
          `embeddings: ${whole(embeddings.length)} numbers each, for ${whole(embeddings.given)} of these items and ${whole(embeddings.others)} others`,
        ]
      : []),
    ...(left.length
      ? [
          `left out: ${left
            .slice(0, 8)
            .map(([name, count]) => `${name.slice(0, 60)} ${whole(count)}`)
            .join(', ')}`,
        ]
      : []),
    ...noteLines(notes),
    ...refused.slice(0, MOST).map(({ reason, count, places, texts: [text] }) => {
      const etc = count > places.length ? ', …' : '';
      const first = text ? `; the first: ${text}` : '';
      return `refused ${whole(count)} × ${reason} (${places.join(', ')}${etc}${first})`;
    }),
    ...(refused.length > MOST
      ? [`refused for ${counted(refused.length - MOST, 'more reason')}`]
      : []),
  ];
}

/** Notes and reasons that are shown; a folder may have thousands of files. */
const MOST = 20;

function noteLines(notes: readonly string[]): string[] {
  const shown = notes.slice(0, MOST).map((note) => `note: ${note}`);
  return notes.length > MOST ? [...shown, `note: ${notes.length - MOST} more of these`] : shown;
}

/** What was read, for `--json`. */
export function loadedFacts(loaded: LoadedLog) {
  const { lines, columns, refused, ignored, notes, facts, embeddings, data } = loaded;
  const { duplicates } = data;
  return {
    read: { lines, columns, refused, ignored, notes, facts, embeddings, duplicates },
  };
}
