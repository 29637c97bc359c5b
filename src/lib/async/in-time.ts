import type { Environment } from '../environment.js';

/** What `work` comes to, or a rejection where it has not answered by then. */
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
