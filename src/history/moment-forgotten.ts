import { jsonOf } from '../lib/json-of.js';
import type { Forget } from './forget.js';

/** A moment record has the time of its first count as `since`, and may name items anywhere in it. */
export function isMomentForgotten(what: Exclude<Forget, 'all'>, record: unknown): boolean {
  if ('item' in what) return jsonOf(record).includes(jsonOf(what.item));
  return !(Object(record).since >= what.before);
}
