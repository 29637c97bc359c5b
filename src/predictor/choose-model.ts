import { type PredictorError, toPredictorError } from '../lib/errors.js';
import type { Model } from '../model/model.js';
import { loadModelFile, type ModelSource } from './load-model.js';
import type { EngineKit, Surroundings } from './options.js';
import type { Status } from './status.js';

/** A model, and what runs it. */
export interface Loaded {
  model: Model;
  kit: EngineKit;
}

export interface Choice {
  loaded?: Loaded;
  status: Status['model'];
}

/** The model that was asked for, else the base model, else none: the page is served in every case. */
export async function chooseModel(
  given: ModelSource | null | undefined,
  { baseModel: base, loadEngine }: Pick<Surroundings, 'baseModel' | 'loadEngine'>,
  signal: AbortSignal,
  onFault: (error: PredictorError) => void,
): Promise<Choice> {
  let error: PredictorError | undefined;
  const sources = given === null ? [] : given === undefined ? [base] : [() => given, base];
  for (const source of sources) {
    try {
      const [file, kit] = await Promise.all([loadModelFile(source(), signal), loadEngine()]);
      const model = kit.readModel(file);
      const { name, version } = model.card;
      const from = source === base ? 'base' : 'given';
      return {
        loaded: { model, kit },
        status: { source: from, name, version, error: error?.toJSON() },
      };
    } catch (thrown) {
      if (signal.aborted) break;
      const fault = toPredictorError(thrown, 'MODEL_MISSING');
      onFault(fault);
      // The first one is what has to be put right.
      error ??= fault;
    }
  }
  return { status: { source: 'none', error: error?.toJSON() } };
}
