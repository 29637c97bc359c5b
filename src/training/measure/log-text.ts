import type { LoadedLog } from '../data/collect-log.js';
import type { HeldOutScore, QuantisingCost } from '../fit/held-out-score.js';

const whole = (n: number) => Math.round(n).toLocaleString('en-US');

export function quantisedLine({ before, after }: QuantisingCost): string {
  const text = ({ recall = 0, mrr = 0 }: HeldOutScore) =>
    `${(recall * 100).toFixed(1)} / ${(mrr * 100).toFixed(1)}`;
  return `held-out recall@20 / MRR@20: ${text(before)} before the vectors were quantised, ${text(after)} after`;
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
  const { data, lines, columns, refused, ignored, embeddings, notes: said } = loaded;
  const read = Object.entries(columns)
    .filter(([, headers]) => headers)
    .map(([field, headers]) => `${field}=${[headers].flat().join('+')}`);
  const notes = [
    data.duplicates ? `${whole(data.duplicates)} repeats dropped` : '',
    data.rareItems ? `${whole(data.rareItems)} rare items left unknown` : '',
    data.hasClock ? '' : 'no time of day',
  ].filter(Boolean);
  const left = Object.entries(ignored).sort((a, b) => b[1] - a[1]);
  return [
    `${whole(lines)} lines: ${whole(data.events)} events, ${whole(data.sessions)} sessions, ${whole(data.itemIds.length)} items${notes.length ? ` (${notes.join(', ')})` : ''}`,
    `columns: ${read.join(', ')}`,
    ...said,
    ...(embeddings
      ? [
          `embeddings: ${whole(embeddings.length)} numbers each, for ${whole(embeddings.given)} of these items and ${whole(embeddings.others)} others`,
        ]
      : []),
    ...(left.length
      ? [
          `left out: ${left
            .slice(0, 8)
            .map(([name, count]) => `${name} ${whole(count)}`)
            .join(', ')}`,
        ]
      : []),
    ...refused.flatMap(({ reason, count, places }) => {
      const more = count > places.length ? ', …' : '';
      return [`refused ${whole(count)} × ${reason} (${places.join(', ')}${more})`];
    }),
  ];
}

/** What was read, for `--json`. */
export function loadedFacts(loaded: LoadedLog) {
  const { lines, columns, refused, ignored, notes, embeddings, data } = loaded;
  const { duplicates, rareItems } = data;
  return { read: { lines, columns, refused, ignored, notes, embeddings, duplicates, rareItems } };
}
