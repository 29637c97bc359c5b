import type { Pause } from './turns.js';

/** Large enough for the loop to be compiled, small enough to fit into a frame before it is. */
const BLOCK = 2048;

/** Calls `each` with consecutive ranges that cover 0 … `length`, pausing between them. */
export async function inBlocks(
  length: number,
  pause: Pause | undefined,
  each: (from: number, to: number) => void,
): Promise<void> {
  for (let from = 0; from < length; from += BLOCK) {
    each(from, Math.min(length, from + BLOCK));
    await pause?.();
  }
}
