import type { Environment } from '../environment.js';

/** With the step that overruns it, still less than a frame of 16 ms on a phone. */
const SLICE_MS = 5;

/** Awaited by long work between its steps: a promise when the page needs a turn, else undefined. */
export type Pause = () => Promise<void> | undefined;

/** Shares the main thread with the page. */
export interface Turns {
  /** Resolves in a new task. */
  next(): Promise<void>;
  /** Like `next` when the current task has used up its time slice, else undefined. */
  pause: Pause;
}

export function createTurns({ clock, turn }: Pick<Environment, 'clock' | 'turn'>): Turns {
  let since = 0;
  const next = async () => {
    await turn();
    since = clock();
  };
  return { next, pause: () => (clock() - since > SLICE_MS ? next() : undefined) };
}
