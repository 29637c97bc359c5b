import type { Environment } from '../environment.js';

/** With the step that is under way, less than a frame of 16 ms on a telephone. */
const SLICE_MS = 5;

/** What long work awaits between its steps: a promise when the page is to have its turn. */
export type Pause = () => Promise<void> | undefined;

/** Shares the main thread with the page. */
export interface Turns {
  /** Resolves in a task of its own. */
  next(): Promise<void>;
  /** The same when the task under way has used up its slice of time. */
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
