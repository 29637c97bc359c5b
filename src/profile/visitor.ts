import type { ConsentTier } from '../consent/consent-signal.js';
import type { ShopEvent } from '../events/event.js';
import { evidenceOf, type Reading } from './reading.js';

/** New or returning, as far as this device has kept events. */
export interface Visitor extends Reading {
  /**
   * `returning`: an earlier visit is kept. `new`: none is, though the history is stored; they may have been
   * here before consent, or before the retention. `unknown`: only this page or tab is remembered.
   */
  kind: 'new' | 'returning' | 'unknown';
  /** Visits kept, this one included. */
  visits: number;
  /** Visits with an order. */
  orders: number;
  /** The first event kept, ms since the Unix epoch. */
  since: number;
}

/** No earlier visit is kept: whether there was one, nobody here knows. */
const NONE_KEPT = 0.5;

export function visitorOf(events: readonly ShopEvent[], tier: ConsentTier): Visitor | undefined {
  if (!events.length) return undefined;
  const firsts = events.filter(({ session }, at) => session !== events[at - 1]?.session);
  const visits = new Set(firsts.map(({ session }) => session)).size;
  const bought = events.filter(({ type }) => type === 'purchase');
  const kind = visits > 1 ? 'returning' : tier === 'persistent' ? 'new' : 'unknown';
  return {
    kind,
    visits,
    orders: new Set(bought.map(({ session }) => session)).size,
    since: events[0].ts,
    strength: kind === 'returning' ? 1 : kind === 'new' ? NONE_KEPT : 0,
    evidence: evidenceOf(firsts),
    decay: 'retention',
    text: '',
  };
}
