import type { Item } from '../events/item.js';
import { parseItem } from '../events/parse-item.js';
import { PredictorError } from '../lib/errors.js';
import type { Platform } from '../lib/platform.js';
import { loadCatalog } from './load-model.js';
import type { PredictorOptions } from './options.js';

const SLICE_MS = 8;
const MAX_ITEMS = 200_000;

/**
 * Brings the catalogue's items, each parsed, in slices: a large one must not hold up the page.
 * @throws PredictorError when there is nothing that can be read.
 */
export async function readCatalog(
  given: NonNullable<PredictorOptions['catalog']>,
  platform: Platform,
  signal: AbortSignal,
  learn: (item: Item) => void,
): Promise<void> {
  const list = Array.isArray(given)
    ? given
    : await (typeof given === 'function' ? given() : loadCatalog(String(given), signal));
  if (!Array.isArray(list))
    throw new PredictorError('BAD_OPTION', 'catalog: not an array of items');
  let started = platform.clock();
  for (const raw of list.slice(0, MAX_ITEMS)) {
    const item = parseItem(raw);
    if (item) learn(item);
    if (platform.clock() - started < SLICE_MS) continue;
    await new Promise<void>((resolve) => void platform.after(0, resolve));
    if (signal.aborted) return;
    started = platform.clock();
  }
}
