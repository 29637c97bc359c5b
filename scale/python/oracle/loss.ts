import { ACTION_TYPES } from '../../../src/events/event.js';
import { seededRandom } from '../../../src/lib/random.js';
import { DEFAULT_CONFIG } from '../../../src/model/config.js';
import { GOLDEN_FIELDS } from '../../../src/model/golden.js';
import { createBatch } from '../../../src/training/data/batch.js';
import { createExamples, type Examples, tokenAt } from '../../../src/training/data/examples.js';
import { cutPieces } from '../../../src/training/data/pieces.js';
import { createDataSetBuilder, type DataSet } from '../../../src/training/data/data-set.js';
import { initParameters } from '../../../src/training/network/initial-parameters.js';
import { createSampler } from '../../../src/training/network/sampling.js';
import { lengthOf, stepGradients } from '../../../src/training/network/step-gradients.js';
import { chooseItems } from '../../../src/training/network/step-items.js';
import { cutPositions, partOf, type StepPart } from '../../../src/training/network/step-part.js';
import { labelledPositions } from '../../../src/training/network/training-loss.js';
import { startWasmBackend } from '../../../src/training/network/wasm-backend.js';

export const ITEMS = 120;

let started: Promise<void> | undefined;

/** TensorFlow.js, once for all questions. */
export const startTraining = (): Promise<void> =>
  (started ??= startWasmBackend('node_modules/@tensorflow/tfjs-backend-wasm/dist/'));

/**
 * A step of training with all it is made of, its loss and its gradients; and the same step in parts, as two
 * ranks would take them. Some items are withheld, some have a teacher, none of it is dropped out.
 */
export async function loss({
  seed,
  parts,
  sessions = 60,
}: {
  seed: number;
  parts: number;
  sessions?: number;
}) {
  await startTraining();
  const random = seededRandom(seed);
  const config = { ...DEFAULT_CONFIG, width: 16, ffn: 32, window: 6, subIds: 4, centroids: 8 };
  const examples = createExamples(randomLog(sessions, random), () => undefined);
  // As a log of looks alone has them: nothing is learned from their next action.
  for (let e = 0; e < examples.size; e++) examples.labelled[e] = +(random() < 0.9);
  const pieces = cutPieces(examples, config, (event) => event % 7 !== 0 || random() < 0.5);
  const taught = () => ({ items: [1, 2, 3, 40], shares: [0.4, 0.3, 0.2, 0.1] });
  const batch = createBatch(examples, pieces, config.window, {
    distillation: { softTargets: (event) => (event % 3 ? taught() : undefined), weight: 0.4 },
    withholding: { first: new Uint8Array(examples.size).fill(1), share: 0.2, random },
    isRanked: (item) => item % 11 !== 0,
  });
  const items = Int32Array.from({ length: ITEMS }, (_, i) => i).filter((i) => i % 11 !== 0);
  const sampler = createSampler(
    Float32Array.from(items, (i) => 1 + (i % 5)),
    0.75,
    random,
  );
  const step = chooseItems(examples, batch, 50, { items, sampler });
  const parameters = [...initParameters(config, random, 0.3).values()];
  // Away from where they start: at zero some gradients would be, too.
  for (const parameter of parameters)
    parameter.value = parameter.value.map((x) => x + 0.2 * (random() - 0.5));
  const layout = { rows: step.items.length + 1, width: config.width, parameters };
  const inputs = new Float32Array(lengthOf(layout));
  let at = config.width;
  while (at < layout.rows * config.width) inputs[at++] = random() - 0.5;
  for (const { value } of parameters) {
    inputs.set(value, at);
    at += value.length;
  }
  const popularity = Float32Array.from(step.items, () => random() - 0.5);
  const of = { scored: batch.scored.length, labelled: labelledPositions(examples, batch).length };
  const weights = { actionWeight: 2, intentWeight: 0.6 };
  const answer = (part: { batch: typeof batch; step: typeof step }) => {
    const gradients = new Float32Array(inputs.length);
    const given = { ...part, config, examples, popularity, of, drop: () => undefined, ...weights };
    const value = stepGradients(layout, inputs, gradients, given);
    return { loss: value, gradients: [...gradients] };
  };
  const cuts = cutPositions(batch.place, parts);
  return {
    config,
    weights,
    of,
    rows: layout.rows,
    parameters: parameters.map(({ name, shape }) => ({ name, shape })),
    inputs: [...inputs],
    items: [...step.items],
    popularity: [...popularity].map((x, i) => (step.withheld[i] ? 0 : x)),
    negative: [...step.negative],
    logExpected: [...step.logExpected],
    whole: { ...dumpPart(examples, { batch, step }), ...answer({ batch, step }) },
    parts: cuts.slice(1).map((end, i) => dumpPart(examples, partOf({ batch, step }, cuts[i], end))),
  };
}

/** Visits with every kind of action; some events are on an item seen before, some on none. */
export function randomLog(sessions: number, random: () => number): DataSet {
  const builder = createDataSetBuilder();
  const below = (count: number) => Math.floor(random() * count);
  for (let s = 0; s < sessions; s++) {
    const seen = [below(ITEMS)];
    const length = 2 + below(12);
    for (let e = 0; e < length; e++) {
      const item = random() < 0.35 ? seen[below(seen.length)] : below(ITEMS);
      seen.push(item);
      builder.add({
        shopper: `u${Math.floor(s / 2)}`,
        session: `s${s}`,
        time: 1.6e12 + s * 3.6e6 + e * 20_000,
        type: random() < 0.5 ? 'click' : ACTION_TYPES[below(ACTION_TYPES.length)],
        // So that some windows hold no item at all.
        item: random() < 0.8 ? `i${item}` : undefined,
      });
    }
  }
  return builder.finish();
}

/** A batch as plain lists, for the tests of the Python package. */
export const dumpPart = (examples: Examples, { batch, step }: StepPart) => ({
  place: [...batch.place],
  tokens: Array.from(batch.example, (e) => GOLDEN_FIELDS.map((f) => tokenAt(examples, e)[f])),
  nextAction: Array.from(batch.example, (e) => examples.nextAction[e]),
  later: Array.from(batch.example, (e) => [examples.later[e] & 1, examples.later[e] >> 1]),
  labelled: labelledPositions(examples, batch),
  scored: [...batch.scored],
  copies: { ...batch.copies, row: [...step.copies] },
  fresh: { ...batch.fresh, row: [...step.fresh] },
  input: [...step.input],
  masked: step.masked,
});
