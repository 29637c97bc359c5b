import type { Environment } from '../environment.js';

/** Settles as `work` does, or rejects when that takes longer than `limitMs`. */
export function inTime<T>(
  { after }: Pick<Environment, 'after'>,
  limitMs: number,
  work: Promise<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const cancel = after(limitMs, () => reject(new Error('no answer')));
    const end =
      <V>(settle: (value: V) => void) =>
      (value: V) => {
        cancel();
        settle(value);
      };
    // An older `Promise` of the page has no `finally`.
    work.then(end(resolve), end(reject));
  });
}
