import { seededRandom } from '../../../src/lib/random.js';
import { DEFAULT_CONFIG } from '../../../src/model/config.js';
import { createBatch } from '../../../src/training/data/batch.js';
import { createExamples } from '../../../src/training/data/examples.js';
import { cutPieces } from '../../../src/training/data/pieces.js';
import { createLearner } from '../../../src/training/fit/learner.js';
import { makePools } from '../../../src/training/fit/pools.js';
import type { TrainingNetwork } from '../../../src/training/fit/training-network.js';
import { initParameters } from '../../../src/training/network/initial-parameters.js';
import type { ItemVectors } from '../../../src/training/network/item-vectors.js';
import {
  adamStep,
  createParameter,
  type Parameter,
} from '../../../src/training/network/parameters.js';
import { chooseItems } from '../../../src/training/network/step-items.js';
import { dumpPart, ITEMS, randomLog, startTraining } from './loss.js';

/**
 * Some steps of the training itself, one after another, with a vector an item and all items as negatives, so
 * that nothing is drawn: what each step was given, its loss, and the weights before the first and after the last.
 */
export async function steps({ seed, count, rate }: { seed: number; count: number; rate: number }) {
  await startTraining();
  const random = seededRandom(seed);
  const config = { ...DEFAULT_CONFIG, width: 16, ffn: 32, window: 6, subIds: 4, centroids: 8 };
  const examples = createExamples(randomLog(90, random), () => undefined);
  const pieces = cutPieces(examples, config, () => true);
  const parameters = initParameters(config, random, 0.3);
  const table = createParameter('item.table', [ITEMS, config.width], () => random() - 0.5);
  table.decay = false;
  // An item of which nothing is known: its zeros stay zeros.
  table.value.fill(0, 0, config.width);
  const vectors: ItemVectors = {
    parameters: [table],
    gather: (items) =>
      Float32Array.from({ length: items.length * config.width }, (_, at) => {
        const row = Math.floor(at / config.width);
        return table.value[items[row] * config.width + (at % config.width)];
      }),
    step: (items, gradient, adam) => adamStep(table, gradient, adam, items),
  };
  const popularity = Float32Array.from({ length: ITEMS }, () => random() - 0.5);
  const weights = { actionWeight: 2, intentWeight: 0.6 };
  const network = {
    config,
    examples,
    popularity,
    parameters,
    weights,
  } as unknown as TrainingNetwork;
  // Not the last tenth of the items: these cannot be ranked.
  const ranked = Array.from({ length: 0.9 * ITEMS }, (_, i) => i);
  const [pool] = makePools(ranked, undefined, undefined, random);
  const step = createLearner(network, { negatives: ITEMS, dropout: 0 }, random);
  const before = valuesOf(parameters, table);
  const taken = [];
  for (let at = 0; at < count; at++) {
    const some = pieces.filter((_, i) => i % count === at);
    const isRanked = (item: number) => item < ranked.length;
    const batch = createBatch(examples, some, config.window, { isRanked });
    const chosen = chooseItems(examples, batch, ITEMS, pool);
    taken.push({
      ...dumpPart(examples, { batch, step: chosen }),
      items: [...chosen.items],
      popularity: Array.from(chosen.items, (item) => popularity[item]),
      negative: [...chosen.negative],
      logExpected: [...chosen.logExpected],
      loss: await step(some, pool, vectors, rate),
    });
  }
  return {
    config,
    weights,
    rows: ITEMS,
    parameters: [...parameters.values()].map(({ name, shape }) => ({ name, shape })),
    inputs: before,
    after: valuesOf(parameters, table),
    taken,
  };
}

const valuesOf = (parameters: ReadonlyMap<string, Parameter>, table: Parameter) => [
  ...table.value,
  ...[...parameters.values()].flatMap(({ value }) => [...value]),
];
