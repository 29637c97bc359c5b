import type { Platform } from './platform.js';

/** What `work` comes to, or a rejection where it has not answered by then. */
export function inTime<T>(
  { after }: Pick<Platform, 'after'>,
  limitMs: number,
  work: Promise<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const cancel = after(limitMs, () => reject(new Error('no answer')));
    work.then(resolve, reject).finally(cancel);
  });
}
