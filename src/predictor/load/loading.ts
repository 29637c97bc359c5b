import type { Turns } from '../../lib/async/turns.js';
import { type PredictorError, toPredictorError } from '../../lib/errors.js';
import type { ModelInUse } from '../model-in-use.js';
import type { ParsedOptions } from '../options.js';
import type { Fault, Status } from '../status.js';
import { chooseModel } from './choose-model.js';
import type { Loaders } from './loaders.js';
import { readCatalog } from './read-catalog.js';

/**
 * What is loaded once: the model with its engine, then the catalogue. Neither failing stops the other;
 * a fault is reported and kept for `status()`.
 */
export function createLoading(options: {
  settings: ParsedOptions;
  loaders: Loaders;
  turns: Turns;
  /** Aborted when the predictor is destroyed. */
  signal: AbortSignal;
  model: Pick<ModelInUse, 'use' | 'learn'>;
  /** Another engine serves. */
  refresh(): void;
  onFault(error: PredictorError): void;
}) {
  const { settings, loaders, turns, signal, model, refresh, onFault } = options;
  let status: Status['model'] = { source: 'loading' };
  let catalogError: PredictorError | undefined;
  return {
    modelStatus: () => status,
    catalogError: (): Fault | undefined => catalogError?.toJSON(),
    async run(): Promise<void> {
      // The shop's own script goes on first.
      await turns.next();
      const choice = await chooseModel(settings.model, loaders, signal, turns.pause, onFault);
      if (signal.aborted) return;
      if (choice.loaded) await model.use(choice.loaded, refresh);
      status = choice.status;
      if (!settings.catalog) return;
      try {
        await readCatalog(settings.catalog, turns.pause, signal, model.learn);
      } catch (thrown) {
        catalogError = toPredictorError(thrown, 'BAD_OPTION');
        onFault(catalogError);
      }
    },
  };
}

export type Loading = ReturnType<typeof createLoading>;
