import type { ColumnFacts } from './column-sample.js';
import { isItemName } from './field-names.js';
import { isOrderLine } from './field-names.js';
import { plainText } from './missing-values.js';
import type { Candidate, FactsOf } from './rank-columns.js';

/** So many lines show whether an id numbers the lines. */
const ENOUGH_LINES = 20;

/** Whether no value comes twice: a number of the line, and no product's. */
function isLineNumber({ values }: ColumnFacts): boolean {
  return values.length >= ENOUGH_LINES && new Set(values.map(plainText)).size === values.length;
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
