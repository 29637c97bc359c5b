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

/** How a price may be meant. Google asks for the one after the discount, and once had the one before it. */
const READINGS = [
  (price: number) => price,
  (price: number, discount: number) => price - discount,
  // Themes that take prices from Shopify's Liquid report cents.
  (price: number) => price / 100,
];

/** The lines with prices as they are meant: then all together are the value of the event. */
export function asMeant(lines: readonly OrderLine[], input: unknown): readonly OrderLine[] {
  const value = parsePrice(input);
  const read = READINGS.map((reading) =>
    lines.map((line) => {
      const item = fieldsOf(line.item);
      const price = reading(Number(item.price), parsePrice(line.discount) ?? 0);
      return { ...line, item: { ...item, price } };
    }),
  ).find((read) => {
    const total = read.reduce((sum, { item, quantity }) => {
      return sum + Number(item.price) * (countOf(quantity) ?? 1);
    }, 0);
    return value && Math.abs(total - value) < 0.005;
  });
  return read ?? lines;
}
