import { type PredictorError, toPredictorError } from '../../lib/errors.js';
import type { Core } from '../core.js';
import type { ModelInUse } from '../model-in-use.js';
import type { Fault, Status } from '../status.js';
import { chooseModel } from './choose-model.js';
import { readCatalog } from './read-catalog.js';

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
  let status: Status['model'] = { source: 'loading' };
  let catalogError: PredictorError | undefined;
  return {
    status: () => status,
    catalogError: (): Fault | undefined => catalogError?.toJSON(),
    async run(): Promise<void> {
      // In a new task, after the shop's own script.
      await turns.next();
      const choice = await chooseModel(settings.model, loaders, signal, turns.pause, onFault);
      if (signal.aborted) return;
      if (choice.loaded) await model.use(choice.loaded, onEngine);
      status = choice.status;
      if (!settings.catalog) return;
      try {
        await readCatalog(settings.catalog, turns.pause, signal, (item) => model.learn(item, true));
      } catch (thrown) {
        catalogError = toPredictorError(thrown, 'BAD_OPTION');
        onFault(catalogError);
      }
    },
  };
}
