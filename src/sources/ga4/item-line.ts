import { type Fields, parsePrice, parseText } from '../../events/parse-field.js';
import type { OrderLine } from '../order-lines.js';

export const currencyOf = (input: unknown): string | undefined =>
  parseText(input, 3)?.toUpperCase();

/** A GA4 item; also one of gtag's Universal Analytics, whose fields have shorter names. */
export function readLine(item: Fields, params: Fields): OrderLine {
  const currency = item.currency ?? params.currency;
  const price = parsePrice(item.price, currencyOf(currency));
  return {
    item: {
      id: item.item_id ?? item.id ?? item.item_name ?? item.name,
      name: item.item_name ?? item.name,
      brand: item.item_brand ?? item.brand,
      category: item.item_category === undefined ? item.category : categoryOf(item),
      // GA4 reports the discount beside the price before it.
      price: price && Math.max(0, price - (parsePrice(item.discount, currencyOf(currency)) ?? 0)),
      currency,
    },
    quantity: item.quantity,
    position: item.index ?? item.position ?? item.list_position,
    list: item.item_list_name ?? item.list_name ?? item.list ?? item.item_list_id,
  };
}

function categoryOf(item: Fields): unknown[] {
  return ['', 2, 3, 4, 5].map((level) => item[`item_category${level}`]);
}
