import { PredictorError, rareError } from '../lib/errors.js';
import type { ModelConfig } from './config.js';
import { packIds } from './item-ids.js';
import type { Model } from './model.js';
import { FORMAT_VERSION } from './model-file.js';
import { corrupt, HEADER_LIMIT, type RawTensor, writeSafetensors } from './safetensors.js';
import { type TensorSpec, tensorSpecs } from './tensors.js';

/**
 * Writes a model as one safetensors file: matrices as int8 rows with one float scale each, small
 * vectors as float32. Both are rounded, so that gzip packs them well.
 * @throws PredictorError BAD_ITEM for ids that the reader would not read.
 */
export function writeModel(model: Model): Uint8Array<ArrayBuffer> {
  const { vocabulary } = model;
  if (vocabulary.items.some((id) => id.includes('\n')))
    throw rareError('BAD_ITEM', 'line break in id');
  if (new Set(vocabulary.items).size < vocabulary.items.length)
    throw rareError('BAD_ITEM', 'the same id twice');
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
  const metadata = {
    nextaisle: FORMAT_VERSION,
    config: JSON.stringify(config),
    vocabulary: JSON.stringify({ categories }),
    items: packIds(vocabulary.items),
    // Read off the rest of the file.
    calibration: JSON.stringify({ ...calibration, calibrated: undefined }),
    golden: JSON.stringify(golden),
    card: JSON.stringify(card),
  };
  checkHeader(metadata);
  return writeSafetensors(metadata, stored);
}

interface Packing {
  /** The largest int8 written, at most 63. Fewer distinct values pack better. */
  steps: number;
  /** How many consecutive rows share one scale. */
  sharing: number;
}

/** Finer where weights multiply the page's own numbers, or rank items by their value. */
const STEPS: Readonly<Record<string, number>> = { 'embed.projection': 63, 'item.popularity': 24 };

/**
 * 12 steps take 4.6 bits per weight when packed; 127 improve neither recall nor log-loss
 * (docs/journal/quantising.md).
 */
function packingOf(name: string, { centroids }: ModelConfig): Packing {
  if (name === 'item.centroids') return { steps: 31, sharing: centroids };
  return { steps: STEPS[name] ?? 12, sharing: 1 };
}

/** Of a header, for the names and places of tensors. */
const TENSORS_BYTES = 256 << 10;

/** Refuses what no page would read, before it is written. */
function checkHeader(metadata: Record<string, string>): void {
  const { length } = new TextEncoder().encode(JSON.stringify(metadata));
  if (length <= HEADER_LIMIT - TENSORS_BYTES) return;
  const megabytes = (length / (1 << 20)).toFixed(1);
  throw new PredictorError('BAD_ITEM', `${megabytes} MB of ids`, {
    message: `The ids of the products take ${megabytes} MB in the file, and a page reads ${HEADER_LIMIT >> 20} MB of them. Leave out products that are seldom looked at (--min-item-count), or give them shorter ids.`,
  });
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
    // Round up, so that no value exceeds `steps`; rewriting a file gives the same file.
    const [step] = roundFloats(Float32Array.of(peak / steps || 1), 0xffff);
    scale.fill(step, r, r + sharing);
    for (let i = from; i < to; i++) values[i] = Math.round(data[i] / step);
  }
  return { values, scale };
}

/**
 * Rounds to eight significant bits: the lower half of each float is then zeros.
 * @param more 0xffff rounds up.
 */
function roundFloats(values: Float32Array, more = 0x8000): Float32Array {
  const bits = new Uint32Array(Float32Array.from(values).buffer);
  for (let i = 0; i < bits.length; i++) bits[i] = (bits[i] + more) & 0xffff0000;
  return new Float32Array(bits.buffer);
}
