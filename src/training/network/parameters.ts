import { gaussian } from '../../lib/random.js';
import type { ModelConfig } from '../../model/config.js';
import { tensorSpecs } from '../../model/tensors.js';

/** A trained array with its AdamW moments. They live in plain arrays, so any backend can compute the gradients. */
export interface Parameter {
  readonly name: string;
  /** [rows, columns] */
  readonly shape: readonly [number, number];
  value: Float32Array;
  first: Float32Array;
  second: Float32Array;
  /** Updates each row has had, for bias correction of rows touched now and then. */
  updates: Int32Array;
  /** Decoupled weight decay applies to matrices only. */
  decay: boolean;
}

export function createParameter(
  name: string,
  shape: readonly [number, number],
  fill: (at: number) => number,
): Parameter {
  const length = shape[0] * shape[1];
  return {
    name,
    shape,
    value: Float32Array.from({ length }, (_, at) => fill(at)),
    first: new Float32Array(length),
    second: new Float32Array(length),
    updates: new Int32Array(shape[0]),
    decay: shape[0] > 1,
  };
}

/**
 * What sums up a session or a whole history says nothing at first. All of them as loud as an action would
 * drown it, and what a short log has of them is learnt by heart (docs/journal/next-action.md).
 */
const QUIET: ReadonlySet<string> = new Set(
  ['elapsed', 'longest', 'visits', 'events', 'carts', 'orders', 'hour'].map(
    (field) => `embed.${field}`,
  ),
);

/**
 * Everything the network learns except the items, by the names of the model file.
 * @param spread of what an event's action, gap, price, … say at first.
 */
export function initParameters(
  config: ModelConfig,
  random: () => number,
  spread = 0,
): Map<string, Parameter> {
  const { width: D, layers } = config;
  const parameters = new Map<string, Parameter>();
  for (const [name, { shape, storage }] of tensorSpecs(config, 0)) {
    if (storage === 'byte' || storage === 'short') continue;
    // What items are made of is trained apart.
    if (name === 'embed.content' || name === 'embed.projection') continue;
    parameters.set(
      name,
      createParameter(name, shape, initialiser(name, shape, D, layers, spread, random)),
    );
  }
  return parameters;
}

function initialiser(
  name: string,
  [rows, columns]: readonly [number, number],
  D: number,
  layers: number,
  spread: number,
  random: () => number,
): (at: number) => number {
  if (name.includes('norm') || name === 'copy.own') return () => 1;
  if (name.endsWith('bias') || name.startsWith('copy') || name === 'popularity.weight')
    return () => 0;
  if (name === 'embed.item.scale') return () => Math.sqrt(D) / 2;
  // NISER's scale of 16 is near where training settles.
  if (name === 'query.scale') return () => 14;
  // At about half the length of what comes of the hidden state.
  if (name === 'pool.gain') return () => Math.sqrt(D) / 2;
  if (name === 'pool.age') return () => 0;
  // The query starts as the hidden state itself.
  if (name === 'query') return (at) => (Math.floor(at / columns) === at % columns ? 1 : 0);
  if (name === 'query.action') return () => 0;
  if (QUIET.has(name)) return () => 0;
  if (name.startsWith('embed')) return () => spread && spread * gaussian(random);
  // What adds to the residual stream starts smaller the deeper the net (GPT-2).
  const damp = name.endsWith('.o') || name.endsWith('.down') ? 1 / Math.sqrt(2 * layers) : 1;
  const deviation = damp / Math.sqrt(rows);
  return () => deviation * gaussian(random);
}

export interface AdamOptions {
  rate: number;
  decay: number;
}

const BETA1 = 0.9;
const BETA2 = 0.99;
const EPSILON = 1e-8;

/**
 * AdamW (Loshchilov & Hutter 2019) over some rows of a parameter; rows without a gradient stay as they
 * are, moments included ("lazy" Adam).
 * @param rows which row each row of `gradient` belongs to; all rows in order when absent.
 */
export function adamStep(
  parameter: Parameter,
  gradient: Float32Array,
  { rate, decay }: AdamOptions,
  rows?: ArrayLike<number>,
): void {
  const { value, first, second, updates } = parameter;
  const columns = parameter.shape[1];
  const shrink = parameter.decay ? 1 - rate * decay : 1;
  const count = rows ? rows.length : parameter.shape[0];
  for (let r = 0; r < count; r++) {
    const row = rows ? rows[r] : r;
    const t = ++updates[row];
    const correction = Math.sqrt(1 - BETA2 ** t) / (1 - BETA1 ** t);
    for (let c = 0; c < columns; c++) {
      const at = row * columns + c;
      const g = gradient[r * columns + c];
      first[at] += (1 - BETA1) * (g - first[at]);
      second[at] += (1 - BETA2) * (g * g - second[at]);
      value[at] =
        value[at] * shrink - (rate * correction * first[at]) / (Math.sqrt(second[at]) + EPSILON);
    }
  }
}
