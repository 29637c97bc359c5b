import { allResults } from '../accuracy/results.mjs';
import { percent, percentRange } from './format.mjs';
import { row, table } from './table.mjs';

/** A model that knows nothing of a new item has no candidate to rank. */
const NOTHING = ['nothing: it cannot be ranked', '0', '', '0'];

function newItemsTable({ k, rows }) {
  return table([
    row('what is known of a new item', `recall@${k}`, '95%', `MRR@${k}`),
    NOTHING,
    ...rows
      // It ranks by how often items were seen, and new ones never were.
      .filter(({ name }) => name !== '(popularity)')
      .map(({ name, recall, mrr }) =>
        row(name, percent(recall.value), percentRange(recall), percent(mrr.value)),
      ),
  ]).join('\n');
}

/** Items that no training session had, by log: `new items rees46`. */
export function newItemsFigures() {
  const blocks = {};
  for (const [log, result] of Object.entries(allResults('new-items'))) {
    blocks[`new items ${log}`] = () => newItemsTable(result);
  }
  return { blocks };
}
