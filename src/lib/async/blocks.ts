import type { Pause } from './turns.js';

/** Long enough for the JIT to compile the loop, short enough to fit into a frame before it does. */
export const BLOCK = 2048;

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
