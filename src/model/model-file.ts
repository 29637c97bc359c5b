import { errorElsewhere, PredictorError } from '../lib/errors.js';
import { allAtOnce, type Steps } from '../lib/async/steps.js';
import { type ModelConfig, parseConfig } from './config.js';
import { packIds, unpackingIds } from './item-ids.js';
import type { Calibration, Card, CategoryLevel, Model, Vocabulary } from './model.js';
import { NEUTRAL_CALIBRATION } from './model.js';
import type { RawTensor } from './safetensors.js';
import { corrupt, readingSafetensors, writeSafetensors } from './safetensors.js';
import type { TensorSpec } from './tensors.js';
import { ACTIONS, tensorSpecs } from './tensors.js';

/** Raised when an older reader would misread the file. */
export const FORMAT_VERSION = '3';

/**
 * Reads and checks a model file.
 * @throws PredictorError MODEL_CORRUPT naming the field, or MODEL_VERSION.
 */
export const readModel = (file: ArrayBuffer): Model => allAtOnce(readingModel(file));

/** The same in steps. */
export function* readingModel(file: ArrayBuffer): Steps<Model> {
  const { metadata, tensors: raw } = yield* readingSafetensors(file);
  yield;
  if (typeof metadata.nextaisle !== 'string') throw corrupt('__metadata__.nextaisle');
  if (metadata.nextaisle !== FORMAT_VERSION)
    throw new PredictorError('MODEL_VERSION', metadata.nextaisle);
  const json = (field: string): unknown => {
    try {
      return JSON.parse(metadata[field]);
    } catch {
      throw corrupt(`__metadata__.${field}`);
    }
  };
  const config = parseConfig(json('config'));
  const categories = parseCategories(json('vocabulary'));
  const ids = yield* unpackingIds(metadata.items);
  // Not whether one stands there twice: of twenty thousand that takes longer than all the rest here,
  // and the catalog goes by the first.
  if (!ids) throw corrupt('__metadata__.items');
  const items = ids.length;
  const tensors = new Map<string, Float32Array>();
  let codes = new Uint8Array(0);
  let itemPrice = new Uint8Array(items);
  let itemCategory = new Uint16Array(items);
  for (const [name, spec] of tensorSpecs(config, items)) {
    const values = readStored(name, spec, raw);
    if (values instanceof Float32Array) tensors.set(name, values);
    else if (name === 'item.codes') codes = values as Uint8Array<ArrayBuffer>;
    else if (name === 'item.price') itemPrice = values as Uint8Array<ArrayBuffer>;
    else itemCategory = values as Uint16Array<ArrayBuffer>;
    yield;
  }
  // A byte cannot be too large for 256 of them: the longest table there is need not be looked through.
  if (config.centroids < 256 && largest(codes) >= config.centroids) throw corrupt('item.codes');
  yield;
  if (largest(itemPrice) > 9) throw corrupt('item.price');
  if (largest(itemCategory) > categories.length) throw corrupt('item.category');
  yield;
  return {
    config,
    vocabulary: { items: ids, categories },
    calibration: parseCalibration(json('calibration')),
    golden: json('golden'),
    card: parseCard(json('card')),
    tensors,
    codes,
    itemCategory,
    itemPrice,
  };
}

/** A plain loop: tables are long, and this runs before anything is compiled. */
function largest(values: Uint8Array | Uint16Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > most) most = values[i];
  return most;
}

function readStored(
  name: string,
  spec: TensorSpec,
  raw: Map<string, RawTensor>,
): RawTensor['data'] {
  const [rows, columns] = spec.shape;
  const want = { rows: 'I8', float: 'F32', byte: 'U8', short: 'U16' }[spec.storage];
  const stored = raw.get(name);
  if (stored?.dtype !== want || stored.data.length !== rows * columns) throw corrupt(name);
  if (spec.storage !== 'rows') return stored.data;
  const scale = raw.get(`${name}#scale`);
  if (scale?.dtype !== 'F32' || scale.data.length !== rows) throw corrupt(`${name}#scale`);
  const values = new Float32Array(rows * columns);
  const { data } = stored;
  for (let r = 0, at = 0; r < rows; r++) {
    const step = scale.data[r];
    for (let c = 0; c < columns; c++, at++) values[at] = data[at] * step;
  }
  return values;
}

const numbers = (value: unknown, length?: number): value is number[] =>
  Array.isArray(value) &&
  value.every(Number.isFinite) &&
  (length === undefined || value.length === length);

function parseCategories(value: unknown): CategoryLevel[] {
  const list = (value as Vocabulary | null)?.categories;
  if (!Array.isArray(list) || list.length > 65_534) throw corrupt('vocabulary.categories');
  return list.map((entry) => {
    const { path, logPrice } = entry ?? {};
    if (typeof path !== 'string' || !(logPrice === undefined || Number.isFinite(logPrice))) {
      throw corrupt('vocabulary.categories');
    }
    return { path, logPrice };
  });
}

function parseCalibration(value: unknown): Calibration {
  const c = value as Calibration | null;
  const line = (part?: { scale: number; offset: number }) => numbers([part?.scale, part?.offset]);
  if (
    !c ||
    !(c.actions?.temperature > 0) ||
    !numbers(c.actions.bias, ACTIONS + 1) ||
    !line(c.purchase) ||
    !line(c.cart) ||
    !(c.items?.temperature > 0) ||
    !((c.items.share ?? 1) > 0) ||
    !numbers([c.bands?.likely, c.bands?.unlikely])
  ) {
    throw corrupt('calibration');
  }
  return { ...NEUTRAL_CALIBRATION, ...c };
}

function parseCard(value: unknown): Card {
  const { name, version, data, license } = (value ?? {}) as Partial<Card>;
  const text = (part: unknown) => String(part ?? '').slice(0, 2000);
  return { name: text(name), version: text(version), data: text(data), license: text(license) };
}

/** Writes a model: matrices as int8 rows with a float scale, small vectors as float32, rounded so that they pack. */
export function writeModel(model: Model): Uint8Array<ArrayBuffer> {
  const { vocabulary } = model;
  if (vocabulary.items.some((id) => id.includes('\n')))
    throw errorElsewhere('BAD_ITEM', 'line break in id');
  if (new Set(vocabulary.items).size < vocabulary.items.length)
    throw errorElsewhere('BAD_ITEM', 'the same id twice');
  const stored = new Map<string, RawTensor>();
  for (const [name, { shape, storage }] of tensorSpecs(model.config, vocabulary.items.length)) {
    if (storage === 'byte') {
      stored.set(name, {
        dtype: 'U8',
        shape,
        data: name === 'item.codes' ? model.codes : model.itemPrice,
      });
    } else if (storage === 'short') {
      stored.set(name, { dtype: 'U16', shape, data: model.itemCategory });
    } else {
      const data = model.tensors.get(name);
      if (data?.length !== shape[0] * shape[1]) throw corrupt(name);
      if (storage === 'float') stored.set(name, { dtype: 'F32', shape, data: roundFloats(data) });
      else {
        const { values, scale } = quantiseRows(data, shape, packingOf(name, model.config));
        stored.set(name, { dtype: 'I8', shape, data: values });
        stored.set(`${name}#scale`, { dtype: 'F32', shape: [shape[0]], data: scale });
      }
    }
  }
  const { config, calibration, golden, card } = model;
  const { categories } = vocabulary;
  return writeSafetensors(
    {
      nextaisle: FORMAT_VERSION,
      config: JSON.stringify(config),
      vocabulary: JSON.stringify({ categories }),
      items: packIds(vocabulary.items),
      calibration: JSON.stringify(calibration),
      golden: JSON.stringify(golden),
      card: JSON.stringify(card),
    },
    stored,
  );
}

interface Packing {
  /** The largest int8 that is written, 63 at most. The fewer values there are, the better they pack. */
  steps: number;
  /** How many rows, one after another, are written with one scale. */
  sharing: number;
}

/** What a page multiplies with numbers of its own, or ranks by as it is, is finer. */
const STEPS: Readonly<Record<string, number>> = { 'embed.projection': 63, 'item.popularity': 24 };

/** 12 steps are 4.6 bits a weight when packed; 127 say nothing that recall or log-loss would show (docs/journal/quantising.md). */
function packingOf(name: string, { centroids }: ModelConfig): Packing {
  if (name === 'item.centroids') return { steps: 31, sharing: centroids };
  return { steps: STEPS[name] ?? 12, sharing: 1 };
}

/** Symmetric int8: value = q · scale of its row, |q| ≤ steps. */
function quantiseRows(
  data: Float32Array,
  [rows, columns]: TensorSpec['shape'],
  { steps, sharing }: Packing,
): { values: Int8Array; scale: Float32Array } {
  const values = new Int8Array(data.length);
  const scale = new Float32Array(rows);
  for (let r = 0; r < rows; r += sharing) {
    const [from, to] = [r * columns, (r + sharing) * columns];
    const peak = data
      .subarray(from, to)
      .reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // Upwards, so that none is above `steps`; by so little that what was read is written again as it was.
    const [step] = roundFloats(Float32Array.of(peak / steps || 1), 0xffff);
    scale.fill(step, r, r + sharing);
    for (let i = from; i < to; i++) values[i] = Math.round(data[i] / step);
  }
  return { values, scale };
}

/** To eight significant bits: half of each float is zeros then. @param more 0xffff rounds up. */
function roundFloats(values: Float32Array, more = 0x8000): Float32Array {
  const bits = new Uint32Array(Float32Array.from(values).buffer);
  for (let i = 0; i < bits.length; i++) bits[i] = (bits[i] + more) & 0xffff0000;
  return new Float32Array(bits.buffer);
}
