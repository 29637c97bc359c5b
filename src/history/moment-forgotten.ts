import type { Forget } from './forget.js';

/** A moment record has the time of its first count as `since`, and may name items anywhere in it. */
export function isMomentForgotten(what: Exclude<Forget, 'all'>, record: unknown): boolean {
  if ('item' in what) return JSON.stringify(record).includes(JSON.stringify(what.item));
  return !(Object(record).since >= what.before);
}
