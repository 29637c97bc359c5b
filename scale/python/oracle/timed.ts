import { seededRandom } from '../../../src/lib/random.js';
import { DEFAULT_CONFIG } from '../../../src/model/config.js';
import { createBatch } from '../../../src/training/data/batch.js';
import { createDataSetBuilder } from '../../../src/training/data/data-set.js';
import { createExamples } from '../../../src/training/data/examples.js';
import { countEvents, cutPieces } from '../../../src/training/data/pieces.js';
import { createLearner } from '../../../src/training/fit/learner.js';
import { makePools } from '../../../src/training/fit/pools.js';
import type { TrainingNetwork } from '../../../src/training/fit/training-network.js';
import { initParameters } from '../../../src/training/network/initial-parameters.js';
import { createItemGraph } from '../../../src/training/network/item-graph.js';
import { chooseItems } from '../../../src/training/network/step-items.js';
import { createTableVectors } from '../../../src/training/network/table-vectors.js';
import { dumpPart, startTraining } from './loss.js';

const ITEMS = 20_000;
const NEGATIVES = 2048;

/**
 * A step of training at the sizes of `train`, with a vector an item and without graph, content and teacher:
 * what it is made of, and what `repeats` of them take.
 */
export async function timed({ events, repeats }: { events: number; repeats: number }) {
  await startTraining();
  const random = seededRandom(2);
  const below = (count: number) => Math.floor(random() * count);
  const config = { ...DEFAULT_CONFIG };
  const builder = createDataSetBuilder();
  for (let shopper = 0; builder.size < events; shopper++) {
    const near = below(ITEMS - 40);
    const length = 2 + below(14);
    for (let e = 0; e < length; e++) {
      const type = random() < 0.9 ? 'click' : 'cart';
      const time = 1.6e12 + shopper * 7e6 + e * 20_000;
      builder.add({ shopper: `u${shopper}`, time, type, item: `i${near + below(40)}` });
    }
  }
  const data = builder.finish();
  const items = data.itemIds.length;
  const examples = createExamples(data, () => undefined);
  const pieces = cutPieces(examples, config, () => true);
  const parameters = initParameters(config, random, 0.3);
  const counts = new Int32Array(items).fill(1);
  const graph = createItemGraph([], examples, items);
  const known = new Uint8Array(items).fill(1);
  const vectors = createTableVectors(config, counts, known, graph, undefined, random);
  const weights = { actionWeight: 2, intentWeight: 0.6 };
  const popularity = new Float32Array(items);
  const network = {
    config,
    examples,
    popularity,
    parameters,
    weights,
  } as unknown as TrainingNetwork;
  const [pool] = makePools([...data.itemIds.keys()], counts, undefined, random);
  const batch = createBatch(examples, pieces, config.window);
  const step = chooseItems(examples, batch, NEGATIVES, pool);
  const learn = createLearner(network, { negatives: NEGATIVES, dropout: 0 }, random);
  const before = [...parameters.values()].flatMap(({ value }) => [...value]);
  for (let i = 0; i < 3; i++) await learn(pieces, pool, vectors, 1e-3);
  const cpu = process.cpuUsage();
  const wall = performance.now();
  for (let i = 0; i < repeats; i++) await learn(pieces, pool, vectors, 1e-3);
  const { user, system } = process.cpuUsage(cpu);
  return {
    config,
    weights,
    events: countEvents(pieces),
    cpuSeconds: (user + system) / 1e6 / repeats,
    wallSeconds: (performance.now() - wall) / 1e3 / repeats,
    rows: step.items.length + 1,
    parameters: [...parameters.values()].map(({ name, shape }) => ({ name, shape })),
    inputs: [...new Array((step.items.length + 1) * config.width).fill(0.1), ...before],
    taken: {
      ...dumpPart(examples, { batch, step }),
      items: [...step.items],
      popularity: Array.from(step.items, () => 0),
      negative: [...step.negative],
      logExpected: [...step.logExpected],
    },
  };
}
