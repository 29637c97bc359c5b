import { plainText } from './missing-values.js';

/** Splits a cell with several product ids. */
export type CellSplitter = (cell: string) => string[];

const QUANTITY = /^\d+\s*[x×*]\s+|\s{1,9}[x×*]\s{0,9}\d+$|\s{0,9}\(\d+\)$|[:*]\d+$/i;

/**
 * How the cells of an item column are split, where an order has all its products in one.
 * @param several whether the column's name says that a cell holds several, or the log is one of orders.
 * @returns undefined where each cell is one product, or why it cannot be told.
 */
export function decideItemCells(
  cells: readonly unknown[],
  several: boolean,
): CellSplitter | { problem: string } | undefined {
  const texts = cells.map(plainText);
  if (texts.some((text) => /(?:^|[|;])(?:product_id|sku):[^|;]/i.test(text))) return splitPairs;
  if (!several && !holdsKnownIds(texts)) {
    const list = shareParts(texts);
    return list === undefined
      ? undefined
      : {
          problem: `${list.slice(0, 80)} can be one product or several: write one product a line, or part them with ; under a header like items`,
        };
  }
  for (const separator of [';', '|', '\n', ',']) {
    const joined = texts.filter((text) => text.includes(separator));
    if (!joined.length) continue;
    const split: CellSplitter = (cell) =>
      cell
        .split(separator)
        .map((part) => part.trim().replace(QUANTITY, '').trim())
        .filter(Boolean);
    const isId = (part: string) => /^[\p{L}\p{N}._/#-]{1,60}$/u.test(part);
    if (separator === ',' && !joined.every((text) => split(text).every(isId))) {
      return {
        problem: `${joined[0].slice(0, 80)} can be one product or several: write one product a line, or part them with ;`,
      };
    }
    return split;
  }
  const counted = texts.filter((text) => /^\d+\s*[x×]\s+\S|\S\s+[x×]\s*\d+$/i.test(text)).length;
  return counted > texts.length / 2 ? (cell) => [cell.replace(QUANTITY, '').trim()] : undefined;
}

/** Whether cells with a mark are lists: their parts are ids that stand alone in other lines. */
function holdsKnownIds(texts: readonly string[]): boolean {
  return [';', '|', ','].some((mark) => {
    const joined = new Set(texts.filter((text) => text.includes(mark)));
    if (joined.size < 3) return false;
    const alone = new Set(texts.filter((text) => !text.includes(mark)));
    const known = [...joined].filter((text) =>
      text.split(mark).every((part) => alone.has(part.trim())),
    );
    return known.length > joined.size * 0.9;
  });
}

/** A cell of parts that come again beside others: none of them stands alone, and nobody knows what they are. */
function shareParts(texts: readonly string[]): string | undefined {
  for (const mark of [';', '|', ',']) {
    const joined = [...new Set(texts.filter((text) => text.includes(mark)))];
    if (joined.length < 3 || joined.length * 2 < new Set(texts).size) continue;
    // Where of each cell the parts were: a variant has its colour always behind the product.
    const places = new Map<string, Set<number>>();
    for (const text of joined) {
      text.split(mark).forEach((part, place) => {
        const name = part.trim();
        places.set(name, (places.get(name) ?? new Set()).add(place));
      });
    }
    const again = [...places.values()].filter((own) => own.size > 1).length;
    const isIds = joined.every((text) =>
      text.split(mark).every((part) => /^\s*[\p{L}\p{N}._/#-]{1,40}\s*$/u.test(part)),
    );
    if (isIds && again >= 3 && again > places.size / 4) return joined[0];
  }
  return undefined;
}

/** WooCommerce's order exports: `id:1|name:Mug|product_id:55|sku:ABC|quantity:1;id:2|…`. */
function splitPairs(cell: string): string[] {
  return cell.split(';').flatMap((entry) => {
    const pairs = new Map(
      entry.split('|').map((pair) => {
        const [key, value = ''] = pair.split(/:(.*)/s);
        return [key.trim().toLowerCase(), value.trim()] as const;
      }),
    );
    const id = pairs.get('product_id') || pairs.get('sku');
    return id ? [id] : [];
  });
}
