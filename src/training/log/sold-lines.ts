import { type Values, share } from './column-sample.js';
import { isQuantity } from './field-names.js';
import { plainText } from './missing-values.js';
import type { FactsOf } from './rank-columns.js';

/** How a column of sums is called. */
const TOTAL = /total|amount|revenue|montant|importe|umsatz|сумма|金额|合計|합계/i;

/**
 * How many were sold, and for how much in all, or came back: a table of sales. A look has a price and a
 * quantity too in some exports.
 */
export function soldBy(headers: readonly string[], factsOf: FactsOf): string | undefined {
  const isCount = (value: unknown) => /^-?\d{1,5}(?:[.,]0+)?$/.test(plainText(value));
  const isNegative = (value: unknown) => /^-\d/.test(plainText(value));
  const sold = headers.find(
    (header) =>
      isQuantity(header) &&
      factsOf(header).filled > factsOf(header).gaps &&
      share(factsOf(header), isCount) > 0.9,
  );
  const isSale =
    sold !== undefined &&
    (headers.some((header) => TOTAL.test(header)) || share(factsOf(sold), isNegative) > 0);
  return isSale ? sold : undefined;
}

/** The column that says how many were bought. */
export const quantityOf = (headers: Iterable<string>): string | undefined =>
  [...headers].find((header) => isQuantity(header.slice(header.lastIndexOf('.') + 1)));

/**
 * A purchase of less than none, or for less than nothing, is one that came back.
 * @param amounts the columns that say how many, and for how much.
 */
export const isReturn = (values: Values, amounts: readonly string[]): boolean =>
  amounts.some((header) => isBelowZero(values[header]));

/** Whether an order has none of it, where the other lines say how many. */
export const isNone = (values: Values, quantity: string | undefined): boolean =>
  quantity !== undefined && /^0+(?:[.,]0+)?$/.test(plainText(values[quantity]));

/** `-1`, `-5,00 €`, `(5.00)` */
const isBelowZero = (value: unknown) => /^[-−(]\D{0,4}[\d.,]*[1-9]/.test(plainText(value));
