import type { Step } from '../../encoding/tokenizer.js';
import type { DataSet } from './data-set.js';

/**
 * An event as a tokenizer reads it. Its price is what was paid, else what the log says of the item.
 * @param item the row of its item, where that is another than in the data set.
 */
export function stepAt(data: DataSet, event: number, item: number = data.item[event]): Step {
  const price = data.price[event];
  return {
    action: data.action[event],
    item,
    ts: data.ts[event],
    newSession: data.sessionStart[event] === 1,
    price: Number.isNaN(price) ? data.items[data.item[event]]?.price : price,
  };
}
