import { type PredictorError, toPredictorError } from '../../lib/errors.js';
import type { Pause } from '../../lib/async/turns.js';
import { loadModelFile, type ModelSource } from './load-model.js';
import type { Loaders } from './loaders.js';
import type { ModelChoice } from './model-choice.js';

/**
 * Chooses the model that was asked for, else the base model, else none: the page is served in every case.
 * Each further call says what is wrong with the model chosen before, and chooses the next.
 */
export function modelChooser(
  given: ModelSource | null | undefined,
  { baseModel: base, loadEngine, loadFiles }: Loaders,
  signal: AbortSignal,
  pause: Pause,
  onFault: (error: PredictorError) => void,
): (error?: PredictorError) => Promise<ModelChoice> {
  const sources = given === null ? [] : given === undefined ? [base] : [() => given, base];
  // Each call goes on where the last one stopped.
  const left = sources.values();
  return async (error) => {
    for (const source of left) {
      const from = source === base ? 'base' : 'given';
      const address = source();
      let file: ArrayBuffer | undefined;
      try {
        const loading = loadModelFile(address, signal).then((bytes) => {
          file = bytes;
          return bytes;
        });
        // A failure is told by whoever waits for it below, once the engine is here.
        loading.catch(() => {});
        const kit = await loadEngine();
        const opened = await kit.openModel(loading, pause);
        const { name, version } = opened.model.card;
        return {
          loaded: { ...opened, kit },
          status: { source: from, name, version, error: error?.toJSON() },
        };
      } catch (thrown) {
        if (signal.aborted) break;
        let fault = toPredictorError(thrown, 'MODEL_MISSING');
        // Without the chunk the error is less clear, and that is all.
        const files = file && (await loadFiles().catch(() => undefined));
        if (file && files) fault = files.modelFault(fault, address, file);
        onFault(fault);
        // Keep the first: it is the one to fix.
        error ??= fault;
      }
    }
    return { status: { source: 'none', error: error?.toJSON() } };
  };
}
