import { seededRandom } from '../lib/random.js';
import { DEFAULT_CONFIG, type ModelConfig } from './config.js';
import { type Model, NEUTRAL_CALIBRATION } from './model.js';
import { tensorSpecs } from './tensors.js';

/** A shop that tells of its items no more than their ids: numbers of six digits that jump about. */
export function shopModel(items: number, given: Partial<ModelConfig> = {}): Model {
  const config = { ...DEFAULT_CONFIG, ...given };
  const random = seededRandom(5);
  const bell = () => random() + random() + random() + random() - 2;
  const tensors = new Map<string, Float32Array>();
  for (const [name, { shape, storage }] of tensorSpecs(config, items)) {
    if (storage === 'rows' || storage === 'float')
      tensors.set(name, Float32Array.from({ length: shape[0] * shape[1] }, bell));
  }
  // Most items are looked at a few times.
  const popularity = Float32Array.from({ length: items }, () =>
    Math.log1p(Math.ceil(3 / random())),
  );
  tensors.set('item.popularity', popularity);
  const ids = new Set<string>();
  while (ids.size < items) ids.add(String(1e5 + Math.floor(9e5 * random())));
  return {
    config,
    vocabulary: { items: [...ids].sort(), categories: [] },
    calibration: NEUTRAL_CALIBRATION,
    golden: null,
    card: { name: 'a shop', version: '1', data: 'none', license: '' },
    tensors,
    codes: Uint8Array.from({ length: config.subIds * items }, () => 256 * random()),
    itemCategory: new Uint16Array(items),
    itemPrice: new Uint8Array(items),
  };
}
