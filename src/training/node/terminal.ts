import type { QuantisingCost, Standing } from '../held-out-standing.js';
import type { TrainProgress } from '../train-options.js';
import type { LoadedLog } from './load-log.js';

/** Where a command speaks: results to `out`, all else to `err`. */
export interface Terminal {
  out: { write(text: string): unknown };
  err: { write(text: string): unknown; isTTY?: boolean; columns?: number };
}

const BAR = 24;
const whole = (n: number) => Math.round(n).toLocaleString('en-US');

/** A line that rewrites itself on a terminal; elsewhere a line now and then. */
export function createProgress({ err }: Terminal) {
  let shown = false;
  let saidAt = Date.now();
  const clear = () => {
    if (shown) err.write('\r\x1b[K');
    shown = false;
  };
  return {
    /** @param urgent is said in any case. */
    show(text: string, urgent = false): void {
      if (err.isTTY) {
        err.write(`\r\x1b[K${text.slice(0, (err.columns ?? 100) - 1)}`);
        shown = true;
      } else if (urgent || Date.now() - saidAt > 15_000) {
        saidAt = Date.now();
        err.write(`${text}\n`);
      }
    },
    /** A line that stays. */
    say(text: string): void {
      clear();
      err.write(`${text}\n`);
    },
    clear,
  };
}

export function trainingLine(progress: TrainProgress): string {
  const { epoch, epochs, step, steps, loss, eventsPerSecond, secondsLeft, recall } = progress;
  const share = Math.min(1, (epoch - 1 + Math.min(1, step / steps)) / epochs);
  const full = Math.round(share * BAR);
  const parts = [
    `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${String(Math.floor(share * 100)).padStart(3)}%`,
    `epoch ${epoch}/${epochs}`,
    `loss ${loss.toFixed(3)}`,
    recall === undefined ? '' : `held-out recall@20 ${(recall * 100).toFixed(1)}`,
    `${whole(eventsPerSecond)} events/s`,
    `${duration(secondsLeft)} left`,
  ];
  return parts.filter(Boolean).join('  ');
}

export function quantisedLine({ before, after }: QuantisingCost): string {
  const said = ({ recall = 0, mrr = 0 }: Standing) =>
    `${(recall * 100).toFixed(1)} / ${(mrr * 100).toFixed(1)}`;
  return `held-out recall@20 / MRR@20: ${said(before)} before the vectors were quantised, ${said(after)} after`;
}

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  const m = Math.floor(s / 60);
  return m < 60 ? `${m} min ${s % 60} s` : `${Math.floor(m / 60)} h ${m % 60} min`;
}

/** What was read, and what was not. */
export function loadedLines(loaded: LoadedLog): string[] {
  const { data, lines, columns, refused, ignored, embeddings } = loaded;
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
