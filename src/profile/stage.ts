import type { ShopEvent } from '../events/event.js';
import type { Prediction } from '../prediction/prediction.js';
import type { Comparison } from './comparison.js';
import { evidenceOf, type Reading } from './reading.js';
import type { Say } from './words.js';

/** How far a visit has come. */
export interface Stage extends Reading {
  /**
   * `bought`: an order, and nothing in the cart since. `deciding`: something is in the cart, or a checkout
   * was begun; or the intent is `likely`. `comparing`: goes back and forth between products.
   */
  kind: 'browsing' | 'comparing' | 'deciding' | 'bought';
}

/** Where only the band of the intent speaks for it: it ranks, and is no fact. */
const BY_INTENT = 0.5;
/** So many events make browsing as sure as not. */
const EVENTS_OF_DOUBT = 3;

/**
 * @param visit the events of this visit.
 * @param inCart of what was put there in this visit.
 */
export function stageOf(
  visit: readonly ShopEvent[],
  inCart: ReadonlySet<string>,
  { band }: Pick<Prediction['intent'], 'band'>,
  [comparison]: readonly Comparison[],
  say: Say,
): Stage | undefined {
  if (!visit.length) return undefined;
  const stage = (kind: Stage['kind'], strength: number, evidence: readonly ShopEvent[]): Stage => ({
    kind,
    strength,
    evidence: evidenceOf(evidence),
    decay: 'visit',
    text: say(`stage.${kind}`),
  });
  const orders = visit.filter(({ type }) => type === 'purchase');
  const later = visit.slice(visit.indexOf(orders[orders.length - 1]) + 1);
  const acts = later.filter(
    ({ type, item }) => type === 'checkout' || (type === 'cart' && inCart.has(item ?? '')),
  );
  if (acts.length) return stage('deciding', 1, acts);
  if (orders.length) return stage('bought', 1, orders);
  if (band === 'likely') return stage('deciding', BY_INTENT, visit);
  if (comparison) return stage('comparing', comparison.strength, comparison.evidence);
  return stage('browsing', visit.length / (visit.length + EVENTS_OF_DOUBT), visit);
}
