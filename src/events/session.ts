import type { ShopEvent } from './event.js';

/** A session ends after this long without an event. */
export const SESSION_MS = 30 * 60_000;

/** True when an event at `ts` belongs to the session of `last`. */
export function sameSession(last: { ts: number }, ts: number, timeoutMs = SESSION_MS): boolean {
  return Math.abs(ts - last.ts) < timeoutMs;
}

/**
 * The session of an event at `ts`. The last event of the history decides, so a reload, a second tab or a
 * restored page continues the same session.
 */
export function sessionAt(
  ts: number,
  last: Pick<ShopEvent, 'ts' | 'session'> | undefined,
  random: () => number,
  timeoutMs = SESSION_MS,
): string {
  if (last && sameSession(last, ts, timeoutMs)) return last.session;
  return Math.floor(random() * 2 ** 52).toString(36);
}
