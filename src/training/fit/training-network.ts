import { PredictorError } from '../../lib/errors.js';
import { countEvents } from '../data/pieces.js';
import { trainingSessions } from '../data/sessions.js';
import { createCodedVectors } from '../network/coded-vectors.js';
import {
  addContentVectors,
  type ContentVectors,
  createContentVectors,
} from '../network/content-vectors.js';
import { createEmbeddingVectors } from '../network/embedding-vectors.js';
import { createItemGraph } from '../network/item-graph.js';
import type { ItemVectors } from '../network/item-vectors.js';
import { createParameter, type Parameter } from '../network/parameters.js';
import { type LossWeights, startNetwork } from '../network/start-network.js';
import { createTableVectors } from '../network/table-vectors.js';
import { quantiseItems } from '../quantise/quantise-items.js';
import { type CheckpointState, readCheckpoint, writeCheckpoint } from './checkpoint.js';
import { chooseCoded, type CodedChoice } from './choose-coded.js';
import type { Course } from './course.js';
import { rankByPool } from './held-out-score.js';
import type { InTraining } from './next-item-terms.js';
import type { TrainingPlan } from './plan.js';
import { codedConfig } from './shop-config.js';
import type { TrainingSet } from './training-set.js';

/** Logits that a choice of coded items looks at, a trial: 6,000 events of 50,000 items take seconds. */
const MOST_LOGITS = 3e8;

/** Everything that is trained: the network's parameters and its item vectors, which are quantised on the way. */
export interface TrainingNetwork extends InTraining {
  readonly parameters: Map<string, Parameter>;
  readonly weights: LossWeights;
  /** The items that have codes, ascending: [n]; empty until item vectors are quantised. */
  readonly coded: Int32Array;
  /** Their sub-ids: [n, M] */
  readonly codes: Uint8Array;
  /** How it was chosen which items have codes; absent where that was done before the training was resumed. */
  readonly choice?: CodedChoice;
  /**
   * Chooses which items get codes, and replaces their vectors by these; turns the network into the basis that
   * loses least. All others have no identity from now on.
   */
  quantise(): void;
  /** Where items have no identities, their content gets another hash. */
  rehash(random: () => number): void;
  /** @param best the state after the best epoch, where that is not this one. */
  save(course: Course, recall: number | undefined, best: Uint8Array | undefined): Uint8Array;
  /** @returns what was saved with it. */
  restore(state: Uint8Array): CheckpointState;
  /** Trained values by the names of the model file. */
  tensors(): Map<string, Float32Array>;
}

/** @throws PredictorError BAD_OPTION where items would have neither identities nor content. */
export function createTrainingNetwork(
  set: TrainingSet,
  plan: TrainingPlan,
  random: () => number,
): TrainingNetwork {
  const { log, prepared } = set;
  const { hasIds } = plan;
  const { examples, counts, described, features } = prepared;
  let { config } = plan;
  const { data } = log;
  const items = data.itemIds.length;
  const popularity = hasIds ? prepared.popularity.slice() : new Float32Array(items);
  const known = new Uint8Array(items);
  const { parameters, weights } = startNetwork(config, log, examples, random);
  const hashed = config.contentBuckets
    ? createContentVectors(config, features, !hasIds, random)
    : undefined;
  const embedded = createEmbeddingVectors(config, data.items, random);
  const content = embedded ? addContentVectors(embedded, hashed) : hashed;
  const unquantised = hasIds
    ? createTableVectors(
        config,
        counts,
        known,
        createItemGraph(trainingSessions(log).sessions, examples, items),
        content,
        random,
      )
    : need(content);
  let vectors: ItemVectors = unquantised;
  let codes: Uint8Array = new Uint8Array(0);
  let coded: Int32Array = new Int32Array(0);
  let least = 1;
  let choice: CodedChoice | undefined;
  if (hasIds) know(1);

  /** The content table stays with coded items: new items are made from it. */
  const all = () => [
    ...new Set([...parameters.values(), ...vectors.parameters, ...(content?.parameters ?? [])]),
  ];
  /** Items that have codes where that takes so many events; of new ones those of which something is known. */
  function isCoded(item: number, from: number): boolean {
    return counts[item] ? counts[item] >= from : from <= 1 && !!described[item];
  }
  function codedFrom(from: number): Int32Array {
    return Int32Array.from(data.itemIds.keys()).filter((item) => isCoded(item, from));
  }
  /** From now on the other items have no identity. */
  function know(from: number): void {
    least = from;
    for (let i = 0; i < items; i++) {
      known[i] = +isCoded(i, from);
      // To the page a new item is as popular as the mean.
      popularity[i] = known[i] ? prepared.popularity[i] : 0;
    }
    set.compete([...data.itemIds.keys()].filter((item) => known[item] || described[item]));
  }
  const shapeFor = (n: number) => codedConfig(plan.config, n, plan.hasGivenSubIds);
  const useCodes = (centroids: Float32Array) => {
    const rowOf = new Int32Array(items).fill(-1);
    coded.forEach((item, row) => {
      rowOf[item] = row;
    });
    const shape = [config.subIds * config.centroids, config.width / config.subIds] as const;
    const parameter = createParameter('item.centroids', shape, (at) => centroids[at]);
    vectors = createCodedVectors(config, codes, rowOf, parameter, content);
  };

  const network: TrainingNetwork = {
    get config() {
      return config;
    },
    examples,
    // Without identities there is no popularity either: the page starts with none.
    popularity,
    parameters,
    weights,
    get vectors() {
      return vectors;
    },
    get codes() {
      return codes;
    },
    get coded() {
      return coded;
    },
    get choice() {
      return choice;
    },
    quantise() {
      const events = countEvents(set.heldOut);
      const share = Math.min(1, MOST_LOGITS / (events * items || 1));
      const asked = set.heldOut.slice(0, Math.ceil(set.heldOut.length * share));
      choice = chooseCoded(
        {
          countFrom: (from) => codedFrom(from).length,
          bytesFor: (n) => shapeFor(n).subIds,
          rankFrom(from) {
            know(from);
            return rankByPool(network, asked, set.poolOf);
          },
        },
        items,
        plan.minItemCount,
      );
      know(choice.chosen.least);
      coded = codedFrom(least);
      config = shapeFor(coded.length);
      const quantised = quantiseItems(vectors, content, parameters, coded, counts, config, random);
      codes = quantised.codes;
      useCodes(quantised.centroids);
    },
    rehash(source) {
      if (!hasIds) content?.rehash(source);
    },
    save: (course, recall, best) => writeCheckpoint({ course, recall, codes, least, best }, all()),
    restore(state) {
      const saved = readCheckpoint(state);
      codes = saved.codes;
      vectors = unquantised;
      if (hasIds) know(saved.least);
      coded = codes.length ? codedFrom(least) : new Int32Array(0);
      config = codes.length ? shapeFor(coded.length) : plan.config;
      if (codes.length) useCodes(saved.values.get('item.centroids')?.value as Float32Array);
      for (const parameter of all()) Object.assign(parameter, saved.values.get(parameter.name));
      return saved;
    },
    tensors: () => trainedTensors(all(), embedded),
  };
  return network;
}

/** Trained values by the names of the model file. */
export function trainedTensors(
  parameters: readonly Parameter[],
  embedded: ReturnType<typeof createEmbeddingVectors>,
): Map<string, Float32Array> {
  const values = new Map(parameters.map(({ name, value }) => [name, value]));
  if (embedded) values.set('embed.projection', embedded.projection());
  return values;
}

function need(content: ContentVectors | undefined): ContentVectors {
  if (content) return content;
  throw new PredictorError('BAD_OPTION', 'subIds or contentBuckets must be above 0');
}
