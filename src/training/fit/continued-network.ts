import { type Model, tensor } from '../../model/model.js';
import { tensorSpecs } from '../../model/tensors.js';
import { trainingSessions } from '../data/sessions.js';
import { createCodedVectors } from '../network/coded-vectors.js';
import { addContentVectors, createContentVectors } from '../network/content-vectors.js';
import { createEmbeddingVectors } from '../network/embedding-vectors.js';
import { createItemGraph } from '../network/item-graph.js';
import type { ItemVectors } from '../network/item-vectors.js';
import { createJoiningVectors } from '../network/joining-vectors.js';
import { createParameter } from '../network/parameters.js';
import { startNetwork } from '../network/start-network.js';
import { nearestCodes } from '../quantise/nearest-codes.js';
import { readCheckpoint, writeCheckpoint } from './checkpoint.js';
import type { ContinuedItems } from './continued-items.js';
import { startOfJoining } from './joining-start.js';
import type { TrainingPlan } from './plan.js';
import { type TrainingNetwork, trainedTensors } from './training-network.js';
import type { TrainingSet } from './training-set.js';

/**
 * A network in training that begins as a file: its weights, its centroids, and the codes of its items, which
 * never change. Items that join have a vector of their own at first; `quantise` gives them the codes of the
 * centroids next to it. `createTrainingNetwork` makes one from nothing.
 */
export function createContinuedNetwork(
  set: TrainingSet,
  plan: TrainingPlan,
  file: Model,
  { coded, fileRow, config }: ContinuedItems,
  random: () => number,
): TrainingNetwork {
  const { log, prepared } = set;
  const { examples, described } = prepared;
  const { width: D, subIds: M, centroids: C } = config;
  const items = log.data.itemIds.length;
  const { parameters, weights } = startNetwork(plan.config, log, examples, random);
  // A short log may teach no hour; what the file knows of it stays.
  for (const [name, { shape }] of tensorSpecs(config, 0)) {
    if (name === 'embed.hour' && !parameters.has(name) && tensor(file, name).some(Boolean))
      parameters.set(
        name,
        createParameter(name, shape, () => 0),
      );
  }
  for (const [name, parameter] of parameters) parameter.value = tensor(file, name).slice();
  const hashed = config.contentBuckets
    ? createContentVectors(config, prepared.features, false, random)
    : undefined;
  for (const parameter of hashed?.parameters ?? [])
    parameter.value = tensor(file, parameter.name).slice();
  const embedded = createEmbeddingVectors(config, log.data.items, random);
  embedded?.start(tensor(file, 'embed.projection'));
  const content = embedded ? addContentVectors(embedded, hashed) : hashed;

  const known = new Uint8Array(items);
  for (const item of coded) known[item] = 1;
  const popularity = prepared.popularity.map((value, item) => (known[item] ? value : 0));
  set.compete([...log.data.itemIds.keys()].filter((item) => known[item] || described[item]));

  /** In a table of one sub-id the rows after the file's wait for the items that join. */
  const centroids = createParameter('item.centroids', [M * C, D / M], () => 0);
  centroids.value.set(tensor(file, 'item.centroids'));
  const whole = new Uint8Array(coded.length * M);
  const joining = coded.filter((_, at) => fileRow[at] < 0);
  const places = (isWanted: (row: number) => boolean) => {
    const rowOf = new Int32Array(items).fill(-1);
    coded.forEach((item, at) => {
      if (isWanted(fileRow[at])) rowOf[item] = at;
    });
    return rowOf;
  };
  fileRow.forEach((row, at) => {
    if (row >= 0) whole.set(file.codes.subarray(row * M, (row + 1) * M), at * M);
  });
  const oldRow = places((row) => row >= 0);
  const old = createCodedVectors(config, whole, oldRow, centroids, content);
  const joinRow = new Int32Array(items).fill(-1);
  joining.forEach((item, row) => {
    joinRow[item] = row;
  });
  const sample = coded.filter((_, at) => fileRow[at] >= 0).subarray(0, 500);
  const start = startOfJoining(
    joining,
    createItemGraph(trainingSessions(log).sessions, examples, items),
    old,
    (item) => oldRow[item] >= 0,
    Math.hypot(...old.gather(sample)) / Math.sqrt(sample.length),
    D,
    random,
  );
  const unquantised = createJoiningVectors(old, joinRow, start, D);
  let vectors: ItemVectors = unquantised;
  let codes: Uint8Array = new Uint8Array(0);

  const all = () => [
    ...new Set([...parameters.values(), ...vectors.parameters, ...(content?.parameters ?? [])]),
  ];
  const useCodes = (given: Uint8Array) => {
    codes = given;
    vectors = createCodedVectors(
      config,
      codes,
      places(() => true),
      centroids,
      content,
    );
  };
  return {
    config,
    examples,
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
      return codes.length ? coded : new Int32Array(0);
    },
    quantise() {
      const { value } = unquantised.table;
      const given = whole.slice();
      const found = M === 1 ? ownRows() : nearestCodes(value, centroids.value, config);
      let row = 0;
      coded.forEach((_, at) => {
        if (fileRow[at] < 0) given.set(found.subarray(row * M, ++row * M), at * M);
      });
      useCodes(given);
    },
    rehash() {},
    save: (course, recall, best) =>
      writeCheckpoint({ course, recall, codes, least: 1, best }, all()),
    restore(state) {
      const saved = readCheckpoint(state);
      codes = new Uint8Array(0);
      vectors = unquantised;
      if (saved.codes.length) useCodes(saved.codes);
      for (const parameter of all()) Object.assign(parameter, saved.values.get(parameter.name));
      return saved;
    },
    tensors: () => trainedTensors(all(), embedded),
  };

  /** With one sub-id each item has a centroid of its own: the codes that no item of the file has. */
  function ownRows(): Uint8Array {
    const taken = new Set(whole.filter((_, at) => fileRow[at] >= 0));
    const free = Array.from({ length: C }, (_, c) => c).filter((c) => !taken.has(c));
    const { value } = unquantised.table;
    joining.forEach((_, row) => {
      centroids.value.set(value.subarray(row * D, (row + 1) * D), free[row] * D);
    });
    return Uint8Array.from(joining, (_, row) => free[row]);
  }
}
