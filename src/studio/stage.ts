import { ACTION_TYPES } from '../events/event.js';
import type { VisitTable } from './visit-table.js';

/** How far a visit has come, in the order in which visits mostly go. */
export const STAGES = ['arriving', 'exploring', 'comparing', 'basket', 'checkout'] as const;
export type Stage = (typeof STAGES)[number];

const [CLICK, CART, PURCHASE, REMOVE, CHECKOUT] = (
  ['click', 'cart', 'purchase', 'remove', 'checkout'] as const
).map((type) => ACTION_TYPES.indexOf(type));
/** As many different products of one category are a comparison. */
const COMPARED = 3;

/**
 * The stage after each event of a visit; undefined once the basket is bought. `comparing`: three different
 * products of one category were looked at.
 */
export function stagesOf({ action, item, items }: VisitTable, from: number, to: number) {
  const basket = new Set<number>();
  const looked = new Map<string, Set<number>>();
  let compares = false;
  let atCheckout = false;
  return Array.from({ length: to - from }, (_, i): Stage | undefined => {
    const at = item[from + i];
    const done = action[from + i];
    if (done === PURCHASE) {
      basket.clear();
      atCheckout = false;
      return undefined;
    }
    if (done === CART) basket.add(at);
    if (done === REMOVE) basket.delete(at);
    if (done === CHECKOUT) atCheckout = true;
    if (done === CLICK && items[at]?.category?.length) {
      const path = items[at].category.join('/');
      looked.set(path, (looked.get(path) ?? new Set<number>()).add(at));
      compares ||= (looked.get(path)?.size ?? 0) >= COMPARED;
    }
    if (atCheckout) return 'checkout';
    if (basket.size) return 'basket';
    if (compares) return 'comparing';
    return i ? 'exploring' : 'arriving';
  });
}
