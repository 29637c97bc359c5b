/**
 * Makes the probabilities come true as often as they say, on the validation part: vector scaling of the
 * action logits (Guo et al. 2017), Platt scaling of the intents, one temperature for the items.
 */
import { type Repeat, repeatsOf } from '../../engine/copy-term.js';
import { logSum } from '../../engine/log-sum.js';
import type { Engine } from '../../engine/engine.js';
import { type Calibration, NEUTRAL_CALIBRATION } from '../../model/model.js';
import { ACTIONS } from '../../model/tensors.js';
import { calibrateItems } from './calibrate-items.js';
import type { DataSet } from '../data/data-set.js';
import { type Examples, tokenAt } from '../data/examples.js';

const POSITIONS = 6000;
const ITEM_POSITIONS = 400;
/** Takes an action that the log never shows out of the softmax. */
const NEVER = -1e4;

interface Seen {
  actions: Float32Array[];
  nextAction: number[];
  intent: Float32Array[];
  later: number[];
  /** Item logits of the right shop, and where the next item stands in them. */
  items: { logits: Float32Array; target: number }[];
}

/**
 * @param part 1 marks the validation part; without one, calibration stays neutral.
 * @param window that of the engine's network.
 */
export async function calibrate(
  engine: Engine,
  data: DataSet,
  part: Uint8Array,
  examples: Examples,
  shops?: Int32Array,
  window = 1,
): Promise<Calibration> {
  const seen = await collect(engine, data, part, examples, window, shops);
  const shown = new Set(seen.nextAction);
  for (let e = 0; e < examples.size; e++)
    if (part[e] === 0 && examples.labelled[e]) shown.add(examples.nextAction[e]);
  if (seen.actions.length < 50) {
    const bias = Array.from({ length: ACTIONS + 1 }, (_, a) => (shown.has(a) ? 0 : NEVER));
    return { ...NEUTRAL_CALIBRATION, actions: { temperature: 1, bias } };
  }
  const purchase = platt(
    seen.intent.map((logits) => logits[0]),
    seen.later.map((bits) => bits & 1),
  );
  const cart = platt(
    seen.intent.map((logits) => logits[1]),
    seen.later.map((bits) => bits >> 1),
  );
  const chances = seen.intent
    .map((l) => sigmoid(purchase.scale * l[0] + purchase.offset))
    .sort((a, b) => a - b);
  const quantile = (share: number) => round(chances[Math.floor(share * (chances.length - 1))]);
  const calibration = {
    actions: vectorScaling(seen.actions, seen.nextAction, shown),
    purchase,
    cart,
    items: { temperature: itemTemperature(seen.items) },
    // The tenth most likely to buy, and the half least likely.
    bands: { likely: quantile(0.9), unlikely: quantile(0.5) },
  };
  // Several shops share no table in a page.
  return shops ? calibration : calibrateItems(engine, data, part, examples, calibration);
}

/** Below what a float32 can hold. */
const LEAST_CHANCE = 1e-45;

async function collect(
  engine: Engine,
  data: DataSet,
  part: Uint8Array,
  examples: Examples,
  window: number,
  shops?: Int32Array,
): Promise<Seen> {
  const seen: Seen = { actions: [], nextAction: [], intent: [], later: [], items: [] };
  const shoppers: number[] = [];
  let positions = 0;
  for (let s = 0; s + 1 < examples.shopperOffsets.length; s++) {
    let own = 0;
    for (let e = examples.shopperOffsets[s]; e < examples.shopperOffsets[s + 1]; e++)
      own += part[e] === 1 ? 1 : 0;
    if (own) shoppers.push(s);
    positions += own;
  }
  // Shoppers at even distances, so that all of the part is seen.
  const stride = Math.max(1, Math.ceil(positions / POSITIONS));
  const itemStride = Math.max(1, Math.ceil(Math.min(positions, POSITIONS) / ITEM_POSITIONS));
  let visited = 0;
  for (let i = 0; i < shoppers.length; i += stride) {
    const history = [];
    for (
      let e = examples.shopperOffsets[shoppers[i]];
      e < examples.shopperOffsets[shoppers[i] + 1];
      e++
    ) {
      history.push(tokenAt(examples, e));
      if (part[e] !== 1) continue;
      const output = await engine.score(history);
      visited++;
      if (examples.labelled[e]) {
        seen.actions.push(output.actions.slice());
        seen.intent.push(output.intent.slice());
        seen.nextAction.push(examples.nextAction[e]);
        seen.later.push(examples.later[e]);
      }
      const next = examples.nextItem[e];
      if (next < 0 || visited % itemStride) continue;
      const all = (await output.items(examples.nextAction[e])).map((chance) =>
        Math.log(chance || LEAST_CHANCE),
      );
      const rows = shops ? rowsOf(shops, shops[next]) : undefined;
      if (rows) setAmong(all, repeatsOf(history, window), rows);
      seen.items.push({
        logits: rows
          ? Float32Array.from(rows, (row) => all[row])
          : all.slice(0, data.itemIds.length),
        target: rows ? rows.indexOf(next) : next,
      });
    }
  }
  return seen;
}

/** The engine's table holds every shop's items; only those of one compete, so what the copies are set against is less. */
function setAmong(logits: Float32Array, copies: readonly Repeat[], rows: readonly number[]): void {
  const others = logits.slice();
  for (const { item } of copies) others[item] = Number.NEGATIVE_INFINITY;
  const less = logSum(rows.map((row) => others[row])) - logSum(others);
  for (const { item } of copies) logits[item] += less;
}

function rowsOf(shops: Int32Array, shop: number): number[] {
  const rows: number[] = [];
  shops.forEach((of, row) => void (of === shop && rows.push(row)));
  return rows;
}

/** logits / temperature + bias, by gradient descent on the log-loss; biases are held small. */
export function vectorScaling(
  logits: Float32Array[],
  labels: number[],
  shown: Set<number>,
): Calibration['actions'] {
  const n = logits.length;
  let slope = 1;
  const bias = Array.from({ length: ACTIONS + 1 }, (_, a) => (shown.has(a) ? 0 : NEVER));
  for (let round = 0; round < 300; round++) {
    let slopeGradient = 0;
    const gradient = new Array(ACTIONS + 1).fill(0);
    for (let i = 0; i < n; i++) {
      const chances = softmax(bias.map((b, a) => logits[i][a] * slope + b));
      chances.forEach((chance, a) => {
        const d = (chance - (a === labels[i] ? 1 : 0)) / n;
        if (!shown.has(a)) return;
        gradient[a] += d;
        slopeGradient += d * logits[i][a];
      });
    }
    slope = Math.max(0.1, slope - 0.2 * slopeGradient);
    for (const a of shown) bias[a] -= 0.5 * (gradient[a] + 1e-3 * bias[a]);
  }
  return { temperature: round(1 / slope), bias: bias.map(round) };
}

/** sigmoid(scale · logit + offset) by damped Newton steps, with Platt's smoothed targets. */
export function platt(logits: number[], labels: number[]): { scale: number; offset: number } {
  const positives = labels.reduce((sum, y) => sum + y, 0);
  const negatives = labels.length - positives;
  // Nothing to learn from: say next to never.
  if (positives < 5)
    return { scale: 0, offset: round(Math.log((positives + 0.5) / (negatives + 0.5))) };
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const targets = labels.map((label) => (label ? high : low));
  const loss = (a: number, b: number) =>
    logits.reduce((sum, x, i) => {
      const z = a * x + b;
      return sum + Math.max(z, 0) - targets[i] * z + Math.log1p(Math.exp(-Math.abs(z)));
    }, 0);
  let [scale, offset] = [1, 0];
  let least = loss(scale, offset);
  for (let iteration = 0; iteration < 50; iteration++) {
    let [gs, go, hss, hso, hoo] = [0, 0, 1e-6, 0, 1e-6];
    logits.forEach((x, i) => {
      const chance = sigmoid(scale * x + offset);
      const d = chance - targets[i];
      const w = chance * (1 - chance);
      gs += d * x;
      go += d;
      hss += w * x ** 2;
      hso += w * x;
      hoo += w;
    });
    const determinant = hss * hoo - hso * hso;
    let [ds, dO] = [(hoo * gs - hso * go) / determinant, (hss * go - hso * gs) / determinant];
    // A whole step overshoots where the curve is flat.
    while (Math.abs(ds) + Math.abs(dO) > 1e-6 && !(loss(scale - ds, offset - dO) < least)) {
      ds /= 2;
      dO /= 2;
    }
    if (!(Math.abs(ds) + Math.abs(dO) > 1e-6)) break;
    scale -= ds;
    offset -= dO;
    least = loss(scale, offset);
  }
  return scale > 0
    ? { scale: round(scale), offset: round(offset) }
    : { scale: 0, offset: round(Math.log(positives / negatives)) };
}

/** Least log-loss over a grid from 0.5 to 2. */
function itemTemperature(items: Seen['items']): number {
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let step = -10; step <= 10 && items.length >= 30; step++) {
    const temperature = round(2 ** (step / 10));
    let loss = 0;
    for (const { logits, target } of items) {
      let sum = 0;
      const peak = logits[target];
      for (let i = 0; i < logits.length; i++) sum += Math.exp((logits[i] - peak) / temperature);
      loss += Math.log(sum);
    }
    if (loss < best.loss) best = { temperature, loss };
  }
  return best.temperature;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const round = (x: number) => Math.round(x * 1e4) / 1e4;

function softmax(logits: number[]): number[] {
  const peak = Math.max(...logits);
  const shares = logits.map((logit) => Math.exp(logit - peak));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}
