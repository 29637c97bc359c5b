import { type Fields, parseNumber, parsePrice, parseText } from '../../events/parse-field.js';
import { fieldsOf, type OrderLine } from '../order-lines.js';

export const currencyOf = (input: unknown): string | undefined =>
  parseText(input, 3)?.toUpperCase();

/**
 * A GA4 item; also one of gtag's Universal Analytics, whose fields have shorter names.
 * @param shared the currency of the event.
 */
export function readLine(item: Fields, shared: unknown): OrderLine {
  const currency = item.currency ?? shared;
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
      group: item.item_group_id,
    },
    quantity: item.quantity,
    position: item.index ?? item.position ?? item.list_position,
    list: item.item_list_name ?? item.list_name ?? item.list ?? item.item_list_id,
  };
}

/** One level may be a whole path: `Garden/Chairs`. */
function categoryOf(item: Fields): unknown {
  const levels = ['', 2, 3, 4, 5].map((level) => item[`item_category${level}`]);
  return levels.slice(1).every((level) => level == null) ? levels[0] : levels;
}

/**
 * The lines with prices in the shop's currency. Themes that take them from Shopify's Liquid report cents:
 * then all lines together are a hundred times the value of the event.
 */
export function inWholes(lines: readonly OrderLine[], input: unknown): readonly OrderLine[] {
  const value = parsePrice(input);
  const total = lines.reduce((sum, { item, quantity }) => {
    const { price } = fieldsOf(item);
    return sum + Number(price ?? Number.NaN) * (parseNumber(quantity, 1, 10_000) ?? 1);
  }, 0);
  if (!value || !(Math.abs(total - 100 * value) < 0.5)) return lines;
  return lines.map((line) => {
    const item = fieldsOf(line.item);
    return { ...line, item: { ...item, price: Number(item.price) / 100 } };
  });
}
