import type { ShopEvent } from '../events/event.js';
import type { Prediction } from '../prediction/prediction.js';
import type { Comparison } from './comparison.js';
import { evidenceOf, type Reading } from './reading.js';

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
 */
export function stageOf(
  visit: readonly ShopEvent[],
  { band }: Pick<Prediction['intent'], 'band'>,
  [comparison]: readonly Comparison[],
): Stage | undefined {
  if (!visit.length) return undefined;
  const stage = (kind: Stage['kind'], strength: number, evidence: readonly ShopEvent[]): Stage => ({
    kind,
    strength,
    evidence: evidenceOf(evidence),
    decay: 'visit',
    text: '',
  });
  const inCart = new Map<string | undefined, ShopEvent>();
  let order: ShopEvent | undefined;
  for (const event of visit) {
    const { type, item } = event;
    if (type === 'cart') inCart.set(item, event);
    if (type === 'checkout') inCart.set(type, event);
    if (type === 'remove') inCart.delete(item);
    if (type !== 'purchase') continue;
    order = event;
    inCart.clear();
  }
  const acts = [...inCart.values()];
  if (acts.length) return stage('deciding', 1, acts);
  if (order) return stage('bought', 1, [order]);
  if (band === 'likely') return stage('deciding', BY_INTENT, visit);
  if (comparison) return stage('comparing', comparison.strength, comparison.evidence);
  return stage('browsing', visit.length / (visit.length + EVENTS_OF_DOUBT), visit);
}
