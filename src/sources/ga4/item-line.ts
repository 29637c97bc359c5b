import { type Fields, parsePrice, parseText } from '../../events/parse-field.js';
import { countOf, fieldsOf, idIn, type OrderLine } from '../order-lines.js';

export const currencyOf = (input: unknown): string | undefined =>
  parseText(input, 3)?.toUpperCase();

/**
 * A GA4 item; also one of gtag's Universal Analytics, whose fields have shorter names.
 * @param shared the currency of the event.
 */
export function readLine(item: Fields, shared: unknown): OrderLine {
  const currency = item.currency ?? shared;
  return {
    item: {
      id: idIn(item, 'item_id', 'id', 'item_sku', 'sku') || (item.item_name ?? item.name),
      name: item.item_name ?? item.name,
      brand: item.item_brand ?? item.brand,
      category: item.item_category === undefined ? item.category : categoryOf(item),
      price: parsePrice(item.price, currencyOf(currency)),
      currency,
      group: item.item_group_id,
    },
    quantity: item.quantity,
    discount: item.discount,
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
 * What a price is divided by (0: by how many there are), and how much of its discount is taken off. Google asks
 * for the price after the discount, and once had the one before it; themes that take prices from Shopify's
 * Liquid report cents, and some pages the price of the whole line.
 */
const READINGS = [
  [1, 0],
  [1, 1],
  [100, 0],
  [0, 0],
];

/** The lines with prices as they are meant: then all together are the value of the event. */
export function asMeant(lines: readonly OrderLine[], value: unknown): readonly OrderLine[] {
  for (const [parts, less] of READINGS) {
    let total = -Number(parsePrice(value));
    const read = lines.map((line) => {
      const item = fieldsOf(line.item);
      const count = countOf(line.quantity) || 1;
      const price = Number(item.price) / (parts || count) - less * (parsePrice(line.discount) ?? 0);
      total += price * count;
      return { ...line, item: { ...item, price } };
    });
    if (Math.abs(total) < 0.005) return read;
  }
  return lines;
}
