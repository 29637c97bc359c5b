import type { Environment } from '../environment.js';

/** Settles as `work` does, or rejects when that takes longer than `limitMs`. */
export function inTime<T>(
  { after }: Pick<Environment, 'after'>,
  limitMs: number,
  work: Promise<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const cancel = after(limitMs, () => reject(new Error('no answer')));
    work.then(resolve, reject).finally(cancel);
  });
}
