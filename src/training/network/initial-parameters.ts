import { gaussian } from '../../lib/random.js';
import type { ModelConfig } from '../../model/config.js';
import { tensorSpecs } from '../../model/tensors.js';
import { createParameter, type Parameter } from './parameters.js';

/**
 * Token fields that sum up a session or a whole history start at 0. As large as an action's embedding they
 * would drown it, and a short log would have the network overfit on them (docs/journal/next-action.md).
 */
const STARTS_AT_ZERO: ReadonlySet<string> = new Set(
  ['elapsed', 'longest', 'visits', 'events', 'carts', 'orders', 'hour'].map(
    (field) => `embed.${field}`,
  ),
);

/**
 * Everything the network learns except the items, by the names of the model file.
 * @param spread initial deviation of the token embeddings (action, gap, price, …).
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
    // Item vectors have parameters of their own.
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
  // About half the length of the query that comes from the hidden state.
  if (name === 'pool.gain') return () => Math.sqrt(D) / 2;
  if (name === 'pool.age') return () => 0;
  // The query starts as the hidden state itself.
  if (name === 'query') return (at) => (Math.floor(at / columns) === at % columns ? 1 : 0);
  if (name === 'query.action') return () => 0;
  if (STARTS_AT_ZERO.has(name)) return () => 0;
  if (name.startsWith('embed')) return () => spread && spread * gaussian(random);
  // Matrices that add to the residual stream start smaller the deeper the network (GPT-2).
  const damp = name.endsWith('.o') || name.endsWith('.down') ? 1 / Math.sqrt(2 * layers) : 1;
  const deviation = damp / Math.sqrt(rows);
  return () => deviation * gaussian(random);
}
