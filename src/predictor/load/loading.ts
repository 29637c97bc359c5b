import { parseItem } from '../../events/parse-item.js';
import { type PredictorError, toPredictorError } from '../../lib/errors.js';
import type { Core } from '../core.js';
import type { ModelInUse } from '../model-in-use.js';
import type { Status } from '../status.js';
import { modelChooser } from './choose-model.js';
import { soon } from './soon.js';
import { loadBytes } from './load-model.js';
import type { ReadCatalog } from './read-catalog.js';

/**
 * Loads the model with its engine, then the catalogue. A failure of one does not stop the other; it is
 * reported and kept for `status()`.
 */
export function createLoading(
  { settings, loaders, turns, signal, onFault }: Core,
  model: ModelInUse,
  /** Another model or engine takes over, or more items are known. */
  onEngine: () => void,
) {
  const { catalog, environment } = settings;
  let status: Status['model'] = { source: 'loading' };
  /** Why the chances are calibrated, or not. */
  let reason = '';
  let read: ReadCatalog = { items: [], refused: 0, error: undefined };
  const readCatalog = async (): Promise<ReadCatalog> => {
    const load = (url: string) => loadBytes(url, signal);
    const files = await loaders.loadFiles();
    return files.readCatalog(catalog, load, turns.pause, () => signal.aborted, parseItem);
  };
  return {
    status: () => status,
    intent() {
      return { calibrated: !!model.tokens().calibration.calibrated, reason };
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
      const loadShop = () => soon(environment, loaders.loadShop()).catch(onFault);
      // While the model loads, unless one of the shop is on its way.
      let chances = shop || !given ? loadShop() : undefined;
      const choose = modelChooser(given, loaders, signal, turns.pause, onFault);
      /** @param error what is wrong with the model before. */
      const load = async (error?: PredictorError): Promise<void> => {
        const chosen = await choose(error);
        if (!chosen.loaded?.model?.calibration.calibrated) chances ??= loadShop();
        const choice = (await (await chances)?.withShop(chosen, shop, onFault)) ?? chosen;
        if (signal.aborted) return;
        if (choice.loaded) await model.use(choice.loaded, onEngine, load);
        status = choice.status;
        reason = choice.reason ?? '';
        // A catalog may take longer.
        onEngine();
        read = await reading;
        model.makeRoom(read.items.length);
        for (const item of read.items) {
          if (signal.aborted) return;
          model.learn(item, true);
          await turns.pause();
        }
        if (read.error) onFault(read.error);
        onEngine();
      };
      await load();
    },
  };
}
