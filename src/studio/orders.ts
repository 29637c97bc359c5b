import { ACTION_TYPES } from '../events/event.js';
import type { VisitTable } from './visit-table.js';

const PURCHASE = ACTION_TYPES.indexOf('purchase');

/** What a visit buys after an event of it: rows `from` … `to`. Value: undefined where the log has no prices. */
export function boughtAfter({ action, price }: VisitTable, row: number, to: number) {
  let [bought, value] = [false, 0];
  for (let r = row + 1; r < to; r++) {
    if (action[r] !== PURCHASE) continue;
    bought = true;
    value += Number.isNaN(price[r]) ? 0 : price[r];
  }
  return { bought, value };
}
