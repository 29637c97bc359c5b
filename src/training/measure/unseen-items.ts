import type { Model } from '../../model/model.js';
import type { PlacedItems } from '../data/place-items.js';
import type { SplitLog } from '../data/split-log.js';

/**
 * 1 for each item that the model saw in no training session: [I]. It has no vector of its own, or, where it
 * came later in the same log, the popularity of an item without events.
 */
export function unseenItems(model: Model, log: SplitLog, { rowOf }: PlacedItems): Uint8Array {
  const trained = model.vocabulary.items.length;
  const popularity = model.tensors.get('item.popularity') ?? new Float32Array(0);
  const least = popularity.reduce((low, value) => Math.min(low, value), Infinity);
  const unseen = Uint8Array.from(log.data.items, (_, item) => {
    const row = rowOf(item);
    return +(row < 0 || row >= trained || popularity[row] === least);
  });
  for (const e of log.events('train')) {
    const item = log.data.item[e];
    const row = rowOf(item);
    if (row >= 0 && row < trained) unseen[item] = 0;
  }
  return unseen;
}
