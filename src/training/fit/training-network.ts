import { PredictorError } from '../../lib/errors.js';
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
import { readCheckpoint, writeCheckpoint } from './checkpoint.js';
import type { InTraining } from './next-item-terms.js';
import type { TrainingPlan } from './plan.js';
import type { TrainingSet } from './training-set.js';

/** Everything that is trained: the network's parameters and its item vectors, which are quantised on the way. */
export interface TrainingNetwork extends InTraining {
  readonly parameters: Map<string, Parameter>;
  readonly weights: LossWeights;
  /** Sub-ids of every item, empty until item vectors are quantised: [I, M] */
  readonly codes: Uint8Array;
  /** Replaces the vectors of items by codes; turns the network into the basis that loses least. */
  quantise(): void;
  /** Where items have no identities, their content gets another hash. */
  rehash(random: () => number): void;
  save(epoch: number, recall: number | undefined): Uint8Array;
  /** @returns what was saved with it. */
  restore(state: Uint8Array): { epoch: number; recall?: number };
  /** Trained values by the names of the model file. */
  tensors(): Map<string, Float32Array>;
}

/** @throws PredictorError BAD_OPTION where items would have neither identities nor content. */
export function createTrainingNetwork(
  { log, prepared }: TrainingSet,
  { config, hasIds }: TrainingPlan,
  random: () => number,
): TrainingNetwork {
  const { examples, counts, features } = prepared;
  const { data } = log;
  const items = data.itemIds.length;
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
        createItemGraph(trainingSessions(log).sessions, examples, items),
        content,
        random,
      )
    : need(content);
  let vectors: ItemVectors = unquantised;
  let codes: Uint8Array = new Uint8Array(0);

  /** The content table stays with coded items: new items are made from it. */
  const all = () => [
    ...new Set([...parameters.values(), ...vectors.parameters, ...(content?.parameters ?? [])]),
  ];
  const useCodes = (centroids: Float32Array) => {
    const shape = [config.subIds * config.centroids, config.width / config.subIds] as const;
    const parameter = createParameter('item.centroids', shape, (at) => centroids[at]);
    vectors = createCodedVectors(config, codes, parameter, content);
  };

  return {
    config,
    examples,
    // Without identities there is no popularity either: the page starts with none.
    popularity: hasIds ? prepared.popularity : new Float32Array(items),
    parameters,
    weights,
    get vectors() {
      return vectors;
    },
    get codes() {
      return codes;
    },
    quantise() {
      const quantised = quantiseItems(vectors, content, parameters, counts, config, random);
      codes = quantised.codes;
      useCodes(quantised.centroids);
    },
    rehash(source) {
      if (!hasIds) content?.rehash(source);
    },
    save: (epoch, recall) => writeCheckpoint({ epoch, recall, codes }, all()),
    restore(state) {
      const saved = readCheckpoint(state);
      codes = saved.codes;
      vectors = unquantised;
      if (codes.length) useCodes(saved.values.get('item.centroids')?.value as Float32Array);
      for (const parameter of all()) Object.assign(parameter, saved.values.get(parameter.name));
      return saved;
    },
    tensors() {
      const values = new Map(all().map(({ name, value }) => [name, value]));
      if (embedded) values.set('embed.projection', embedded.projection());
      return values;
    },
  };
}

function need(content: ContentVectors | undefined): ContentVectors {
  if (content) return content;
  throw new PredictorError('BAD_OPTION', 'subIds or contentBuckets must be above 0');
}
