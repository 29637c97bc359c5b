import type { Environment } from '../environment.js';

/** Settles as `work` does, or rejects when that takes longer than `limitMs`. */
export function inTime<T>(
  { after }: Pick<Environment, 'after'>,
  limitMs: number,
  work: Promise<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const cancel = after(limitMs, () => reject(new Error('no answer')));
    // Not `finally`: an older `Promise` of the page has none.
    work.then(resolve, reject).then(cancel);
  });
}
