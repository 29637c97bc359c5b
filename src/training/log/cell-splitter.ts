import { rareError } from '../../lib/errors.js';
import type { Values } from './column-sample.js';
import { type CellSplitter, decideItemCells } from './item-cells.js';
import type { Columns } from './log-fields.js';
import { isMissing, plainText } from './missing-values.js';
import { wordsOf } from './words-of.js';

/** @throws PredictorError BAD_COLUMN where a cell may hold one product or several. */
export function createCellSplitter(
  columns: Columns,
  sample: readonly Values[],
  isOrders: boolean,
): CellSplitter | undefined {
  const header = columns.item?.[0];
  if (header === undefined) return undefined;
  const several =
    isOrders || /\b(?:items|products|skus|ids|articles)$/.test(wordsOf(header).join(' '));
  const cells = sample
    .map((values) => values[header])
    .filter((value) => !isMissing(plainText(value)));
  const split = decideItemCells(cells, several);
  if (split && 'problem' in split)
    throw rareError('BAD_COLUMN', `item=${header}: ${split.problem}`);
  return split;
}
