import type { Item } from '../../events/item.js';
import { parseItem } from '../../events/parse-item.js';
import { PredictorError } from '../../lib/errors.js';
import type { Pause } from '../../lib/async/turns.js';
import { loadCatalog } from './load-model.js';
import type { PredictorOptions } from '../options.js';

const MAX_ITEMS = 200_000;

/**
 * Parses the catalogue's items and hands each to `learn`, in slices, so that a large one does not block
 * the page.
 * @throws PredictorError when it cannot be loaded or is no array.
 */
export async function readCatalog(
  given: NonNullable<PredictorOptions['catalog']>,
  pause: Pause,
  signal: AbortSignal,
  learn: (item: Item) => void,
): Promise<void> {
  const list = Array.isArray(given)
    ? given
    : await (typeof given === 'function' ? given() : loadCatalog(given, signal));
  if (!Array.isArray(list))
    throw new PredictorError('BAD_OPTION', 'catalog: not an array of items');
  for (const raw of list.slice(0, MAX_ITEMS)) {
    const item = parseItem(raw);
    if (item) learn(item);
    await pause();
    if (signal.aborted) return;
  }
}
