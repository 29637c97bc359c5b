import { modelError } from '../lib/errors.js';
import { allAtOnce, type Steps } from '../lib/async/steps.js';

/** Hugging Face safetensors files: u64 header length, JSON header, raw little-endian data. */
export type Dtype = 'F32' | 'I8' | 'U8' | 'U16';
export type TensorData = Float32Array | Int8Array | Uint8Array | Uint16Array;

export interface RawTensor {
  dtype: Dtype;
  shape: readonly number[];
  data: TensorData;
}

const TYPES = { F32: Float32Array, I8: Int8Array, U8: Uint8Array, U16: Uint16Array };
const HEADER_LIMIT = 64 << 20;

/** @param field the field that is wrong. */
export const corrupt = (field: string) => modelError('MODEL_CORRUPT', field);

export interface Safetensors {
  metadata: Record<string, string>;
  tensors: Map<string, RawTensor>;
}

/**
 * Reads a file from an untrusted source: sizes, dtypes, offsets and NaN are checked before anything
 * is used.
 * @throws PredictorError MODEL_CORRUPT naming the field that is wrong.
 */
export const readSafetensors = (file: ArrayBuffer): Safetensors =>
  allAtOnce(readingSafetensors(file));

/** `readSafetensors`, in steps. */
export function* readingSafetensors(file: ArrayBuffer): Steps<Safetensors> {
  if (file.byteLength < 8) throw corrupt('file length');
  const view = new DataView(file);
  const headerLength = view.getUint32(0, true);
  if (view.getUint32(4, true) || headerLength > Math.min(HEADER_LIMIT, file.byteLength - 8)) {
    throw corrupt('header length');
  }
  let header: Record<string, unknown>;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(
      new Uint8Array(file, 8, headerLength),
    );
    yield;
    header = JSON.parse(text);
  } catch {
    throw corrupt('header');
  }
  yield;
  if (typeof header !== 'object' || header === null) throw corrupt('header');
  const start = 8 + headerLength;
  const size = file.byteLength - start;
  const tensors = new Map<string, RawTensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name !== '__metadata__') tensors.set(name, readTensor(name, entry, file, start, size));
  }
  return { metadata: (header.__metadata__ ?? {}) as Record<string, string>, tensors };
}

function readTensor(
  name: string,
  entry: unknown,
  file: ArrayBuffer,
  start: number,
  size: number,
): RawTensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const type = Object.hasOwn(TYPES, dtype as string) ? TYPES[dtype as Dtype] : undefined;
  if (!type) throw corrupt(`${name}.dtype`);
  if (!Array.isArray(shape) || !shape.every((n) => Number.isInteger(n) && n >= 0 && n < 2 ** 31)) {
    throw corrupt(`${name}.shape`);
  }
  if (!Array.isArray(offsets) || !offsets.every((n) => Number.isInteger(n) && n >= 0)) {
    throw corrupt(`${name}.data_offsets`);
  }
  const [from, to] = offsets as number[];
  const length = shape.reduce((product: number, n: number) => product * n, 1);
  if (to > size || to - from !== length * type.BYTES_PER_ELEMENT)
    throw corrupt(`${name}.data_offsets`);
  const aligned = (start + from) % type.BYTES_PER_ELEMENT === 0;
  const data = aligned
    ? new type(file, start + from, length)
    : new type(file.slice(start + from, start + to));
  if (data instanceof Float32Array && !data.every(Number.isFinite))
    throw corrupt(`${name}: not finite`);
  return { dtype: dtype as Dtype, shape: shape as number[], data };
}

/** Puts the widest elements first, so that each tensor is aligned and reads without a copy. */
export function writeSafetensors(
  metadata: Record<string, string>,
  tensors: ReadonlyMap<string, RawTensor>,
): Uint8Array<ArrayBuffer> {
  const width = (tensor: RawTensor) => tensor.data.BYTES_PER_ELEMENT;
  const sorted = [...tensors].sort(([, a], [, b]) => width(b) - width(a));
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { dtype, shape, data }] of sorted) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  let text = new TextEncoder().encode(JSON.stringify(header));
  const padded = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(0x20);
  padded.set(text);
  text = padded;
  const file = new Uint8Array(8 + text.length + offset);
  new DataView(file.buffer).setUint32(0, text.length, true);
  file.set(text, 8);
  let at = 8 + text.length;
  for (const [, { data }] of sorted) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}
