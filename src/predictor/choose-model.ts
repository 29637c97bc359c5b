import { type PredictorError, toPredictorError } from '../lib/errors.js';
import type { Model } from '../model/model.js';
import { loadModel, type ModelSource } from './load-model.js';
import type { Status } from './status.js';

export interface Choice {
  model?: Model;
  status: Status['model'];
}

/** The model that was asked for, else the base model, else none: the page is served in every case. */
export async function chooseModel(
  given: ModelSource | null | undefined,
  base: () => string,
  signal: AbortSignal,
  onFault: (error: PredictorError) => void,
): Promise<Choice> {
  let error: PredictorError | undefined;
  const sources = given === null ? [] : given === undefined ? [base] : [() => given, base];
  for (const source of sources) {
    try {
      const model = await loadModel(source(), signal);
      const { name, version } = model.card;
      const from = source === base ? 'base' : 'given';
      return { model, status: { source: from, name, version, error: error?.toJSON() } };
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
