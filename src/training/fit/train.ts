import { seededRandom } from '../../lib/random.js';
import type { Model } from '../../model/model.js';
import type { SplitLog } from '../data/split-log.js';
import { assembleModel } from './assemble.js';
import { continuedOptions, continueNetwork } from './continue.js';
import { withItemsOf } from './continued-log.js';
import { runEpochs } from './epochs.js';
import { fitReadOut } from './fit-read-out.js';
import type { GradientThreads } from './gradient-threads.js';
import { createLearner } from './learner.js';
import { planTraining } from './plan.js';
import { createTeacher } from './teacher.js';
import type { TrainHooks, TrainOptions } from './train-options.js';
import { createTrainingNetwork } from './training-network.js';
import { prepareTraining } from './training-set.js';
import { withholdingFor } from './withholding.js';
import { isWorthTeaching } from './worth-teaching.js';

/**
 * Trains a model: a split log comes in, everything a model file holds comes out. First with a vector per
 * item, then on product-quantised codes; then its read-out and its chances are fitted to the validation
 * part. The test part is never looked at. Read next, in this order: plan.ts, training-set.ts,
 * training-network.ts, learner.ts (one step), epochs.ts, fit-read-out.ts, assemble.ts.
 * @throws PredictorError NO_DATA.
 */
export function train(
  log: SplitLog,
  options: TrainOptions,
  hooks: TrainHooks = {},
): Promise<Model> {
  return trainWith(log, options, hooks);
}

/** The same, on several threads. */
export async function trainWith(
  given: SplitLog,
  asked: TrainOptions,
  hooks: TrainHooks,
  threads?: GradientThreads,
): Promise<Model> {
  const { card, shops, from } = asked;
  const options = from ? continuedOptions(asked, from, given.data) : asked;
  const log = from ? withItemsOf(given, from) : given;
  const plan = planTraining(log.data, options);
  const { hasIds, negatives, dropout } = plan;
  let drawn = seededRandom(plan.seed);
  const random = () => drawn();
  const reseed = (pass: number) => {
    drawn = seededRandom(plan.seed + 1_000_003 * (pass + 1));
  };
  const set = prepareTraining(log, plan, shops, random);
  const network = from
    ? continueNetwork(set, plan, from, options, random, hooks)
    : createTrainingNetwork(set, plan, random);

  const { teaching = hasIds && isWorthTeaching(log) ? 0.5 : 0 } = options;
  hooks.onPlan?.({ ...plan, teaching });
  const distillation =
    hasIds && teaching ? { softTargets: createTeacher(log), weight: teaching } : undefined;
  // Without identities there are none to withhold.
  const withholding = hasIds ? withholdingFor(log, random) : undefined;
  const step = createLearner(
    network,
    { negatives, dropout, distillation, withholding, threads },
    random,
  );

  await runEpochs({ plan, set, network, step, distillation, teaching, random, reseed, hooks });
  if (network.choice) hooks.onCoded?.(network.choice);
  if (!shops) fitReadOut(network, network.parameters, set.pools[0].items, set.validation);
  return assembleModel({ set, network, card });
}
