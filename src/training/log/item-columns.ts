import type { ColumnFacts, Values } from './column-sample.js';
import { isItemName, isOrderLine, isReference } from './field-names.js';
import { plainText } from './missing-values.js';
import type { Candidate, FactsOf } from './rank-columns.js';

/** So many lines show whether an id numbers the lines. */
const ENOUGH_LINES = 20;

/** Whether no value comes twice: a number of the line, and no product's. */
function isLineNumber({ values }: ColumnFacts): boolean {
  return values.length >= ENOUGH_LINES && new Set(values.map(plainText)).size === values.length;
}

/** A `Référence` of one shopper each, in all lines that have it, is that of an order. */
export function withoutOrders(
  candidates: readonly Candidate[],
  lines: readonly Values[],
  who: readonly string[] = [],
): readonly Candidate[] {
  return candidates.filter(({ header }) => {
    // A line by itself says nothing: it may be a table's header that is asked about.
    if (lines.length < 2 || !isReference(header)) return true;
    const shoppers = new Map<string, Set<string>>();
    let again = 0;
    for (const values of lines) {
      const value = plainText(values[header]);
      const shopper = who.map((one) => plainText(values[one])).join('\n');
      const own = shoppers.get(value);
      if (own) again++;
      shoppers.set(value, (own ?? new Set()).add(shopper));
    }
    const several = [...shoppers.values()].filter((own) => own.size > 1).length;
    return again > 0 && several * 3 > shoppers.size;
  });
}

/**
 * The columns of a product's id, best first: not the number of an order's line where another column has products
 * that come again, and the product's name where there is no id of it.
 */
export function rankItems(
  candidates: readonly Candidate[],
  headers: readonly string[],
  factsOf: FactsOf,
  notes: string[],
): readonly Candidate[] {
  const [best] = candidates;
  if (best && isLineNumber(factsOf(best.header))) {
    const other = candidates.find(
      ({ header }) => factsOf(header).filled > 0 && !isLineNumber(factsOf(header)),
    );
    if (other) {
      notes.push(
        `item is read from ${other.header}: ${best.header} is another in every line. If it is the product all the same: --columns item=${best.header}`,
      );
      return [other];
    }
  }
  if (best && (factsOf(best.header).filled > 0 || !hasValues(headers, factsOf))) return candidates;
  const name = headers.find((header) => isItemName(header) && factsOf(header).filled > 0);
  if (name === undefined) return candidates;
  const why = best ? `${best.header} is empty` : 'there is no column of their ids';
  notes.push(`products are told apart by ${name}: ${why}`);
  return [{ header: name, fit: 1 }];
}

/** A header by itself has no values: those of a table's first line that may be its header. */
const hasValues = (headers: readonly string[], factsOf: FactsOf) =>
  headers.some((header) => factsOf(header).filled > 0);

/** Where some lines of an order have no id of their product, its name stands in for it. */
export function besideEmpty(
  item: readonly string[] | undefined,
  headers: readonly string[],
  factsOf: FactsOf,
): string | undefined {
  if (item?.length !== 1 || !isOrderLine(item[0]) || !factsOf(item[0]).gaps) return undefined;
  return headers.find((header) => isOrderLine(header) && isItemName(header) && header !== item[0]);
}
