import { ACTION_TYPES } from '../events/event.js';
import type { Advice } from './advice-kind.js';

/** Why something could not be read, with places for how many, and for the actions that we know. */
export const REFUSALS = {
  item: '{count} without a readable product id',
  placeholder:
    '{count} with a placeholder, such as undefined or {example}, in the place of the product, category or order',
  quantity: '{count} of a cart or an order with a quantity of 0 or less',
  list: '{count} of a list of products, told as if each was opened',
  type: '{count} of an action that is none of {actions}',
  shape: '{count} that could not be read as an event',
  time: '{count} with a time that is no date of this century',
  limit: '{count} beyond the 200 items that are read of one call',
  clamped: '{count} from the future, counted as now',
} as const;

/** A placeholder that somebody forgot to fill. */
export const EXAMPLE = '{{sku}}';

/** The field that an id is read from. */
const ID_LINES: Readonly<Record<string, string>> = {
  ga4: "items: [{ item_id: 'SKU-1', item_name: '…', price: 20 }]",
  segment: "products: [{ product_id: 'SKU-1', name: '…', price: 20 }]",
  snowplow: "{ id: 'SKU-1', name: '…', price: 20, currency: 'EUR' }",
  adobe: "productListItems: [{ SKU: 'SKU-1', name: '…', priceTotal: 20 }]",
  dom: '<button data-nextaisle="cart" data-nextaisle-id="SKU-1">',
  track: "predictor.track('cart', { id: 'SKU-1', name: '…', price: 20 })",
};

/** What a source reported that could not be read, by its reason; duplicates are as they should be. */
export function refusalAdvice(
  who: string,
  refused: Readonly<Record<string, number>>,
  source = 'track',
): Advice[] {
  const reasons = Object.entries(refused).filter(([reason]) => reason !== 'duplicate');
  if (!reasons.length) return [];
  const list = reasons.map(([reason, count]) =>
    Object.hasOwn(REFUSALS, reason)
      ? REFUSALS[reason as keyof typeof REFUSALS]
          .replace('{count}', `${count}`)
          .replace('{actions}', ACTION_TYPES.join(', '))
          .replace('{example}', EXAMPLE)
      : `${reason} ${count}`,
  );
  const isKept = reasons.every(([reason]) => reason === 'clamped');
  return [
    {
      kind: isKept ? 'note' : 'missing',
      what: `${who} reported what could not be read: ${list.join('; ')}.`,
      line: reasons.some(([reason]) => reason === 'item') ? ID_LINES[source] : undefined,
    },
  ];
}
