import type { Steps } from '../lib/async/steps.js';

const STEP = 2000;

/** Index of each id; the first one where an id occurs twice. */
export function* indexIds(ids: readonly string[]): Steps<Map<string, number>> {
  const indices = new Map<string, number>();
  for (let index = ids.length - 1; index >= 0; index--) {
    indices.set(ids[index], index);
    if (index % STEP === 0) yield;
  }
  return indices;
}
