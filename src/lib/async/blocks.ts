import type { Pause } from './turns.js';

/** Enough for a loop to be compiled, few enough for a frame before it is. */
const BLOCK = 2048;

/** Calls `each` with one range after another of 0 … `length`. */
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
