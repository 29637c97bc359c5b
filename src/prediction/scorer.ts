import type { Rows } from '../encoding/encoder.js';
import type { Token } from '../encoding/token.js';
import type { Output } from '../engine/engine.js';
import type { ShopEvent } from '../events/event.js';
import type { Environment } from '../lib/environment.js';
import type { Pause } from '../lib/async/turns.js';
import type { Calibration } from '../model/model.js';

/** What `explain` and `forecast` need to score hypothetical histories. */
export interface Scorer {
  environment: Pick<Environment, 'random'>;
  pause: Pause;
  calibration: Calibration;
  rows: Rows;
  /** Tokens of a hypothetical history. */
  encode(events: readonly ShopEvent[]): Token[];
  /** The real history, oldest first. */
  events: readonly ShopEvent[];
  /** Tokens of `events`: the same objects that the engine has cached, compared by identity. */
  tokens: readonly Token[];
  /** How many histories the engine scores at once without a long task; 1 on the cpu. */
  batch: number;
  /** Calls `read` with the output of each history, in order, while nothing else uses the engine. */
  score(
    histories: readonly (readonly Token[])[],
    read: (output: Output, index: number) => Promise<void>,
  ): Promise<void>;
}

/** Scores any number of histories and yields to the page between slices. */
export async function scoreAll(
  { score, batch, pause }: Scorer,
  histories: readonly (readonly Token[])[],
  read: (output: Output, index: number) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < histories.length; from += batch) {
    await pause();
    await score(histories.slice(from, from + batch), (output, i) => read(output, from + i));
  }
}

/** Tokens of the history followed by `future`; past tokens stay the same objects, so caches hold. */
export function tokensWith(
  { events, tokens, encode }: Scorer,
  future: readonly ShopEvent[],
): Token[] {
  return [...tokens, ...encode([...events, ...future]).slice(events.length)];
}
