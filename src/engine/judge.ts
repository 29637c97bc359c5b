import { PredictorError } from '../lib/errors.js';
import { parseGolden } from '../model/golden.js';
import type { Engine } from './engine.js';
import { agreesWithGolden, TOLERANCE } from './golden.js';
import type { Refuse } from './read-out.js';
import type { ItemTable } from './item-table.js';
import type { Model } from '../model/model.js';
import { isWorthProbing } from './worth-probing.js';

interface Judged<Webgl> {
  model: Model;
  table: ItemTable;
  want: 'auto' | 'cpu' | 'webgl';
  loadWebgl(): Promise<Webgl>;
}

/**
 * What is asked once, when the page is idle: whether the model gives what its file says it gives, by the
 * golden vectors, and whether WebGL may be faster. In a chunk of its own, because no prediction waits for it.
 * @returns the WebGL chunk, where it is worth a try.
 * @throws PredictorError MODEL_CORRUPT, or BACKEND_UNAVAILABLE with the reason to stay on cpu.
 */
export async function judge<Webgl>(
  { model, table, want, loadWebgl }: Judged<Webgl>,
  cpu: Engine,
  refuse: Refuse,
): Promise<Webgl | undefined> {
  // As a batch, which leaves what the engine has read of the history.
  const score: Engine['score'] = async (tokens) => (await cpu.scoreBatch([tokens]))[0];
  const isRight = async () => {
    const golden = parseGolden(model.golden, table.trained);
    return !golden || (await agreesWithGolden({ score }, golden, TOLERANCE, model.config.window));
  };
  if (!(await isRight().catch(() => false))) throw refuse('golden');
  if (want !== 'auto') return undefined;
  if (isWorthProbing(model.config, table.trained)) return loadWebgl();
  throw new PredictorError('BACKEND_UNAVAILABLE', '', {
    message: 'The cpu engine is faster for a model of this size.',
  });
}
