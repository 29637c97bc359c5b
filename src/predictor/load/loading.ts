import { parseItem } from '../../events/parse-item.js';
import { toPredictorError } from '../../lib/errors.js';
import type { Core } from '../core.js';
import type { ModelInUse } from '../model-in-use.js';
import { chooseModel } from './choose-model.js';
import type { ModelChoice } from './model-choice.js';
import { loadBytes } from './load-model.js';
import type { ReadCatalog } from './read-catalog.js';

/**
 * Loads the model with its engine, then the catalogue. A failure of one does not stop the other; it is
 * reported and kept for `status()`.
 */
export function createLoading(
  { settings, loaders, turns, signal, onFault }: Core,
  model: ModelInUse,
  /** Another engine takes over. */
  onEngine: () => void,
) {
  const { catalog } = settings;
  let chosen: ModelChoice = { status: { source: 'loading' } };
  let read: ReadCatalog = { items: [], refused: 0, error: undefined };
  const readCatalog = async (): Promise<ReadCatalog> => {
    const load = (url: string) => loadBytes(url, signal);
    const files = await loaders.loadFiles();
    return files.readCatalog(catalog, load, turns.pause, () => signal.aborted, parseItem);
  };
  return {
    status: () => chosen.status,
    intent() {
      return { calibrated: !!model.tokens().calibration.calibrated, reason: chosen.reason ?? '' };
    },
    catalogStatus: () => ({
      read: read.items.length,
      refused: read.refused,
      error: read.error?.toJSON(),
    }),
    async run(): Promise<void> {
      // In a new task, after the shop's own script.
      await turns.next();
      // While the model loads.
      const reading =
        catalog == null
          ? read
          : readCatalog().catch((thrown) => ({
              ...read,
              error: toPredictorError(thrown, 'CHUNK_MISSING'),
            }));
      const { shop, model: given } = settings;
      const load = () => loaders.loadShop().catch(onFault);
      // While the model loads, unless one of the shop is on its way.
      let chances = shop || !given ? load() : undefined;
      const file = await chooseModel(given, loaders, signal, turns.pause, onFault);
      if (!file.loaded?.model?.calibration.calibrated) chances ??= load();
      const choice = (await (await chances)?.withShop(file, shop, onFault)) ?? file;
      if (signal.aborted) return;
      if (choice.loaded) await model.use(choice.loaded, onEngine);
      chosen = choice;
      read = await reading;
      const { items, error } = read;
      model.makeRoom(items.length);
      for (const item of items) {
        if (signal.aborted) return;
        model.learn(item, true);
        await turns.pause();
      }
      if (error && !signal.aborted) onFault(error);
    },
  };
}
