import { duration } from '../measure/log-text.js';
import type { TrainProgress } from '../fit/train-options.js';

/** Where a command prints: results to `out`, everything else to `err`. */
export interface Terminal {
  out: { write(text: string): unknown };
  err: { write(text: string): unknown; isTTY?: boolean; columns?: number };
}

const BAR = 24;
const whole = (n: number) => Math.round(n).toLocaleString('en-US');

/** A progress line: rewritten in place on a terminal, printed every 15 seconds elsewhere. */
export function createProgress({ err }: Terminal) {
  let shown = false;
  let printedAt = Date.now();
  const clear = () => {
    if (shown) err.write('\r\x1b[K');
    shown = false;
  };
  return {
    /** @param urgent is printed in any case. */
    show(text: string, urgent = false): void {
      if (err.isTTY) {
        err.write(`\r\x1b[K${text.slice(0, (err.columns ?? 100) - 1)}`);
        shown = true;
      } else if (urgent || Date.now() - printedAt > 15_000) {
        printedAt = Date.now();
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
