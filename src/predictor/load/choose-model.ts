import { type PredictorError, toPredictorError } from '../../lib/errors.js';
import type { Pause } from '../../lib/async/turns.js';
import type { Status } from '../status.js';
import { loadModelFile, type ModelSource } from './load-model.js';
import type { EngineKit, Loaders } from './loaders.js';
import type { OpenedModel } from './open-model.js';

/** A model, and what runs it. */
export interface LoadedModel extends OpenedModel {
  kit: EngineKit;
}

export interface ModelChoice {
  loaded?: LoadedModel;
  status: Status['model'];
}

/** The model that was asked for, else the base model, else none: the page is served in every case. */
export async function chooseModel(
  given: ModelSource | null | undefined,
  { baseModel: base, loadEngine }: Pick<Loaders, 'baseModel' | 'loadEngine'>,
  signal: AbortSignal,
  pause: Pause,
  onFault: (error: PredictorError) => void,
): Promise<ModelChoice> {
  let error: PredictorError | undefined;
  const sources = given === null ? [] : given === undefined ? [base] : [() => given, base];
  for (const source of sources) {
    try {
      const [file, kit] = await Promise.all([loadModelFile(source(), signal), loadEngine()]);
      const opened = await kit.openModel(file, pause);
      const { name, version } = opened.model.card;
      const from = source === base ? 'base' : 'given';
      return {
        loaded: { ...opened, kit },
        status: { source: from, name, version, error: error?.toJSON() },
      };
    } catch (thrown) {
      if (signal.aborted) break;
      const fault = toPredictorError(thrown, 'MODEL_MISSING');
      onFault(fault);
      // Keep the first: it is the one to fix.
      error ??= fault;
    }
  }
  return { status: { source: 'none', error: error?.toJSON() } };
}
