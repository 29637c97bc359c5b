import { sample, seededRandom } from '../../lib/random.js';
import { rareError, PredictorError } from '../../lib/errors.js';
import type { Model } from '../../model/model.js';
import { assembleModel } from './assemble.js';
import type { Piece } from '../data/batches.js';
import { cutPieces } from '../data/batches.js';
import { readCheckpoint, writeCheckpoint } from './checkpoint.js';
import type { DataSet } from '../data/data-set.js';
import { distrustSilentLogs } from '../data/examples.js';
import { type Standing, standingOf } from './held-out-score.js';
import type { ItemContent, ItemVectors } from '../network/item-vectors.js';
import { createCoded, createContent, createTable } from '../network/item-vectors.js';
import { addContent, createEmbedded } from '../network/item-embeddings.js';
import { createItemGraph } from '../network/item-graph.js';
import { createLearner } from './learner.js';
import { createParameter, type Parameter } from '../network/parameters.js';
import { epochBatches, makePools, shopOf } from './pools.js';
import { prepare } from '../data/prepare.js';
import { quantiseItems } from '../quantise/quantise-items.js';
import { newcomersOf } from './first-sights.js';
import { schedule } from './schedule.js';
import { trainingSessions } from '../data/sessions.js';
import { settleReadOut } from './settle-read-out.js';
import { shopConfig } from './shop-config.js';
import { startNetwork } from '../network/start-network.js';
import { createTeacher, isWorthTeaching } from './teacher.js';
import type { TrainHooks, TrainOptions } from './train-options.js';

/**
 * Trains a model: an own vector an item first, then product-quantised codes on which the network
 * settles, then calibration on the validation part through the engine that ships.
 * @param part 0 train, 1 validation, 2 test, by event; test is never looked at.
 * @throws PredictorError NO_DATA.
 */
export async function train(
  data: DataSet,
  part: Uint8Array,
  options: TrainOptions,
  hooks: TrainHooks = {},
): Promise<Model> {
  const { negatives = 2048, rate = 0.01, dropout = 0.2, seed = 1 } = options;
  // A small log needs more passes and smaller steps to learn anything at all.
  const { epochs = clamp(Math.round(1.5e6 / data.events), 3, 30) } = options;
  const { batch = clamp(Math.round(data.events / 200), 128, 1024) } = options;
  const items = data.itemIds.length;
  const config = shopConfig(options.config, data);
  const coded = config.subIds > 0;
  const settleEpochs = coded ? (options.settleEpochs ?? 1) : 0;
  const random = seededRandom(seed);
  const prepared = prepare(data, part, config);
  const { examples, counts, popularity } = prepared;
  if (options.shops) distrustSilentLogs(examples, options.shops);
  const pieces = cutPieces(examples, config, (event) => part[event] === 0);
  if (!pieces.some((piece) => piece.end - piece.start > 1)) throw rareError('NO_DATA');
  const validation = cutPieces(examples, config, (event) => part[event] === 1);
  const heldOut = sample(validation, 1000, random);

  const pools = makePools(items, coded ? counts : undefined, options.shops, random);
  const poolOf = (piece: Piece) => pools[options.shops ? shopOf(piece, data, options.shops) : 0];
  const { parameters, ...weights } = startNetwork(config, data, examples, part, random);
  const hashed = config.contentBuckets
    ? createContent(config, prepared.features, !coded, random)
    : undefined;
  const embedded = createEmbedded(config, data.items, random);
  const content = embedded ? addContent(embedded, hashed) : hashed;
  const uncoded = coded
    ? createTable(
        config,
        counts,
        createItemGraph(trainingSessions(data, part).sessions, examples, items),
        content,
        random,
      )
    : need(content);
  let vectors: ItemVectors = uncoded;
  // Without identities there is no popularity either: the page starts with none.
  const prior = coded ? popularity : new Float32Array(items);
  const { teaching = coded && isWorthTeaching(data, part) ? 0.5 : 0 } = options;
  const lessons =
    coded && teaching ? { lesson: createTeacher(data, part), weight: teaching } : undefined;
  const learnerOptions = {
    negatives,
    dropout,
    decay: 0.01,
    ...weights,
    ...(lessons && { teaching: lessons }),
    // Without identities there is none to withhold.
    ...(coded && { newcomers: newcomersOf(data, part, random) }),
  };
  const step = createLearner(config, examples, prior, parameters, learnerOptions, random);

  const total = epochs + settleEpochs;
  const events = pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0);
  const stepsPerEpoch = Math.max(1, Math.round(events / batch));
  let codes: Uint8Array = new Uint8Array(0);
  let best: { at: Standing; state: Uint8Array } | undefined;
  let uncodedAt: Standing | undefined;
  let recall: number | undefined;
  let first = 0;

  const toCodes = () => {
    const quantised = quantiseItems(vectors, content, parameters, counts, config, random);
    codes = quantised.codes;
    useCodes(quantised.centroids);
  };
  const useCodes = (values: Float32Array) => {
    const shape = [config.subIds * config.centroids, config.width / config.subIds] as const;
    vectors = createCoded(
      config,
      codes,
      createParameter('item.centroids', shape, (at) => values[at]),
      content,
    );
  };
  const network = () => ({ config, examples, popularity: prior, parameters, vectors });
  const state = (epoch: number) =>
    writeCheckpoint({ epoch, recall, codes }, allParameters(parameters, vectors, content));
  const restore = (bytes: Uint8Array) => {
    const saved = readCheckpoint(bytes);
    codes = saved.codes;
    vectors = uncoded;
    if (codes.length) useCodes(saved.values.get('item.centroids')?.value as Float32Array);
    for (const parameter of allParameters(parameters, vectors, content)) {
      Object.assign(parameter, saved.values.get(parameter.name));
    }
    recall = saved.recall;
    return saved.epoch;
  };
  if (hooks.resume) first = restore(hooks.resume);

  const started = performance.now();
  let seen = 0;
  for (let epoch = first; epoch < total && !hooks.signal?.aborted; epoch++) {
    const settling = epoch >= epochs;
    if (settling && !codes.length) {
      if (best) restore(best.state);
      uncodedAt = best?.at;
      toCodes();
    }
    let at = 0;
    let smooth = 0;
    for (const group of epochBatches(pieces, poolOf, batch, random)) {
      if (hooks.signal?.aborted) break;
      if (!coded) content?.rehash(random);
      const done = epoch + at / stepsPerEpoch;
      if (lessons) lessons.weight = teaching * (1 - 0.7 * Math.min(1, done / epochs));
      const loss = step(
        group,
        poolOf(group[0]),
        vectors,
        rate * schedule(settling ? (done - epochs) / settleEpochs : done / epochs, settling),
      );
      smooth = at ? smooth * 0.98 + loss * 0.02 : loss;
      seen += group.reduce((sum, piece) => sum + piece.end - piece.start, 0);
      at++;
      const eventsPerSecond = (seen / (performance.now() - started)) * 1000;
      const secondsLeft = (events * (total - first) - seen) / eventsPerSecond;
      hooks.onProgress?.({
        epoch: epoch + 1,
        epochs: total,
        step: at,
        steps: stepsPerEpoch,
        loss: smooth,
        eventsPerSecond,
        secondsLeft: Math.max(0, secondsLeft),
        recall,
      });
      // Lets timers, signals and the page have their turn.
      if (at % 8 === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    if (hooks.signal?.aborted) break;
    if (!coded) content?.rehash(() => 0);
    const stands = standingOf(network(), heldOut, poolOf, weights);
    recall = stands.recall;
    const saved = state(epoch + 1);
    hooks.checkpoint?.(saved);
    if (!best || stands.standing >= best.at.standing || (settling && epoch === epochs)) {
      best = { at: stands, state: saved };
    }
    // An epoch of a small log has fewer than eight steps: it has its turn here.
    await new Promise((resolve) => setTimeout(resolve));
  }
  if (best) restore(best.state);
  if (coded && !codes.length) toCodes();
  if (uncodedAt && best && !hooks.signal?.aborted) {
    hooks.onQuantised?.({ before: uncodedAt, after: best.at });
  }
  if (!coded) content?.rehash(() => 0);
  if (!options.shops) settleReadOut(network(), parameters, pools[0].items, validation);
  const trained = new Map(
    allParameters(parameters, vectors, content).map((p) => [p.name, p.value]),
  );
  if (embedded) trained.set('embed.projection', embedded.projection());
  return assembleModel({
    data,
    part,
    prepared,
    config,
    card: options.card,
    trained,
    codes,
    shops: options.shops,
  });
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

function need<T>(value: T | undefined): T {
  if (value === undefined)
    throw new PredictorError('BAD_OPTION', 'subIds or contentBuckets must be above 0');
  return value;
}

/** The content table stays with a coded model: new items are made from it. */
function allParameters(
  parameters: Map<string, Parameter>,
  vectors: ItemVectors,
  content: ItemContent | undefined,
): Parameter[] {
  return [
    ...new Set([...parameters.values(), ...vectors.parameters, ...(content?.parameters ?? [])]),
  ];
}
