import { modelError } from '../lib/errors.js';
import { allAtOnce, type Steps } from '../lib/async/steps.js';
import { parseConfig } from './config.js';
import { readingIds } from './item-ids.js';
import { parseCalibration, parseCard, parseCategories } from './metadata.js';
import type { FileModel, Model } from './model.js';
import {
  atOnce,
  corrupt,
  type RawTensor,
  readingSafetensors,
  type ReadText,
} from './safetensors.js';
import { type TensorSpec, tensorSpecs } from './tensors.js';
import { multiply } from './multiply.js';
import { TOKEN_ROWS } from './token-rows.js';

/** Goes up when an older reader would misread the file. */
export const FORMAT_VERSION = '3';
/** Entries of a table that are checked per step. */
const STEP = 8192;
/** Characters outside of their texts: of as many categories as there may be, with their prices. */
const MOST_OF_CATEGORIES = 1 << 21;
/** Numbers that are read per step, where a row is not longer. */
const STEP_NUMBERS = 1 << 17;

/**
 * Reads and checks a model file: one safetensors file in, the `Model` of model.ts out.
 * write-model.ts does the reverse, tensors.ts lists what a file holds, and metadata.ts checks its
 * JSON parts.
 * @throws PredictorError MODEL_CORRUPT naming the field, or MODEL_VERSION.
 */
export const readModel = (file: ArrayBuffer): Model => allAtOnce(readingModel(file, atOnce));

/** `readModel`, in steps, so that a page can do something else in between. */
export function* readingModel(file: ArrayBuffer, read: ReadText): Steps<FileModel> {
  const { metadata, tensors: raw } = yield* readingSafetensors(file, read);
  yield;
  if (!metadata.nextaisle) throw corrupt('__metadata__.nextaisle');
  if (metadata.nextaisle !== FORMAT_VERSION) throw modelError('MODEL_VERSION', metadata.nextaisle);
  function* json(field: string, most?: number): Steps<unknown> {
    try {
      return yield* read(metadata[field], most);
    } catch {
      throw corrupt(`__metadata__.${field}`);
    }
  }
  const config = parseConfig(yield* json('config'));
  const categories = parseCategories(yield* json('vocabulary', MOST_OF_CATEGORIES));
  const ids = yield* readingIds(metadata.items);
  // Not checked for duplicate ids: with 20,000 items that takes longer than the rest of the
  // reading, and the catalog uses the first.
  if (!ids) throw corrupt('__metadata__.items');
  const items = ids.length;
  let list: string[] | undefined;
  const tensors = new Map<string, Float32Array>();
  let codes = new Uint8Array(0);
  let itemPrice = new Uint8Array(items);
  let itemCategory = new Uint16Array(items);
  for (const [name, spec] of tensorSpecs(config, items)) {
    const values = yield* readStored(name, spec, raw);
    if (values instanceof Float32Array) tensors.set(name, values);
    else if (name === 'item.codes') codes = values as Uint8Array<ArrayBuffer>;
    else if (name === 'item.price') itemPrice = values as Uint8Array<ArrayBuffer>;
    else itemCategory = values as Uint16Array<ArrayBuffer>;
    yield;
  }
  // With 256 centroids every byte is valid, so the longest table need not be checked.
  if (config.centroids < 256 && (yield* largest(codes)) >= config.centroids)
    throw corrupt('item.codes');
  if ((yield* largest(itemPrice)) >= TOKEN_ROWS.price) throw corrupt('item.price');
  if ((yield* largest(itemCategory)) > categories.length) throw corrupt('item.category');
  return {
    config,
    ids,
    vocabulary: {
      get items() {
        list ??= [...new Array(items)].map((_, row) => ids.at(row) as string);
        return list;
      },
      categories,
    },
    calibration: parseCalibration(yield* json('calibration'), items),
    golden: yield* json('golden'),
    card: parseCard(yield* json('card')),
    tensors,
    codes,
    itemCategory,
    itemPrice,
  };
}

/** Sorted in native code: tables are long, and this runs before the JIT has compiled a loop. */
function* largest(values: Uint8Array | Uint16Array): Steps<number> {
  let most = 0;
  for (let from = 0; from < values.length; from += STEP) {
    most = Math.max(
      most,
      values
        .slice(from, from + STEP)
        .sort()
        .at(-1) as number,
    );
    yield;
  }
  return most;
}

/**
 * Weights of a trained network are below a hundred. Above this, products of them would leave what a float
 * holds, and chances would be NaN.
 */
const MOST_WEIGHT = 1e4;

const isBounded = (values: Float32Array) => {
  // In native code; what is no number comes last.
  const sorted = values.slice().sort();
  return sorted[0] >= -MOST_WEIGHT && (sorted.at(-1) as number) <= MOST_WEIGHT;
};

function* readStored(
  name: string,
  spec: TensorSpec,
  raw: Map<string, RawTensor>,
): Steps<RawTensor['data']> {
  const [rows, columns] = spec.shape;
  const want = { rows: 'I8', float: 'F32', byte: 'U8', short: 'U16' }[spec.storage];
  const stored = raw.get(name);
  if (stored?.dtype !== want) throw corrupt(name);
  const { data } = stored;
  if (data.length !== rows * columns) throw corrupt(name);
  // Never long: `tensorSpecs` has no float tensor that grows with the catalog.
  if (data instanceof Float32Array && !isBounded(data)) throw corrupt(name);
  if (spec.storage !== 'rows') return data;
  const scale = yield* readStored(`${name}#scale`, { shape: [1, rows], storage: 'float' }, raw);
  const values = new Float32Array(data.length);
  for (let r = 0; r < rows; ) {
    const from = r * columns;
    const end = Math.min(rows, r + Math.ceil(STEP_NUMBERS / columns));
    values.set(data.subarray(from, end * columns), from);
    for (; r < end; r++) multiply(values, scale[r], r * columns, (r + 1) * columns);
    yield;
  }
  return values;
}
