import type { Token } from '../encoding/token.js';
import { gaussian, seededRandom } from '../lib/random.js';
import { DEFAULT_CONFIG, type ModelConfig } from '../model/config.js';
import { type Model, NEUTRAL_CALIBRATION } from '../model/model.js';
import { ACTIONS, tensorSpecs } from '../model/tensors.js';
import { TOKEN_FIELDS, TOKEN_ROWS, type TokenField } from '../model/token-rows.js';

/** A model of random weights with trained magnitudes: for tests and benches, never shipped. */
export function randomModel(config: Partial<ModelConfig>, items: number, seed: number): Model {
  const full = { ...DEFAULT_CONFIG, ...config };
  if (full.subIds && full.width % full.subIds) throw new Error('subIds must divide width');
  const random = seededRandom(seed);
  const tensors = new Map<string, Float32Array>();
  for (const [name, { shape, storage }] of tensorSpecs(full, items)) {
    if (storage === 'byte' || storage === 'short') continue;
    const [rows, columns] = shape;
    const isGain = name.includes('norm') || name === 'embed.item.scale';
    // Linear maps keep the variance of their input; tables have a spread of one half.
    const spread = /^layer|^query$|^head/.test(name) && rows > 1 ? 1 / Math.sqrt(rows) : 0.5;
    const values = new Float32Array(rows * columns);
    for (let i = 0; i < values.length; i++) {
      values[i] = isGain ? 1 + gaussian(random) * 0.1 : gaussian(random) * spread;
    }
    if (name === 'query.scale') for (let i = 0; i < columns; i++) values[i] = 8 + 4 * random();
    tensors.set(name, values);
  }
  const below = (count: number) => Math.floor(random() * count);
  return {
    config: full,
    vocabulary: {
      items: Array.from({ length: items }, (_, i) => `item-${i}`),
      categories: ['a', 'a/b', 'c'].map((path, i) => ({ path, logPrice: 2 + i })),
    },
    calibration: NEUTRAL_CALIBRATION,
    golden: null,
    card: { name: 'random', version: String(seed), data: 'none: random weights' },
    tensors,
    codes: Uint8Array.from({ length: items * full.subIds }, () => below(full.centroids)),
    itemCategory: Uint16Array.from({ length: items }, () => below(4)),
    itemPrice: Uint8Array.from({ length: items }, () => below(TOKEN_ROWS.price)),
  };
}

/** A random history over `items` rows, with repeats, events without an item, and every bucket. */
export function randomHistory(length: number, items: number, seed: number): Token[] {
  const random = seededRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const near = below(items);
  return Array.from({ length }, () => ({
    action: below(ACTIONS),
    item: !items || random() < 0.1 ? -1 : random() < 0.5 ? (near + below(6)) % items : below(items),
    ...(Object.fromEntries(
      TOKEN_FIELDS.map((field) => [field, below(TOKEN_ROWS[field])]),
    ) as Record<TokenField, number>),
    newSession: random() < 0.1 ? 1 : 0,
  }));
}
