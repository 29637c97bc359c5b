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
/** Ids of a million items, which are one text: that is parsed fast. */
export const HEADER_LIMIT = 8 << 20;
/** Characters outside of texts, of which a list in a list takes half a microsecond to parse. */
const MOST_OUTSIDE = 1 << 16;
/** Characters that are looked at per step. */
const STEP = 1 << 17;

/** @param field the field that is wrong. */
export const corrupt = (field: string) => modelError('MODEL_CORRUPT', field);

export interface Safetensors {
  metadata: Record<string, string>;
  tensors: Map<string, RawTensor>;
}

/**
 * Reads a file from an untrusted source: sizes, dtypes and offsets are checked before anything is used,
 * and every float is finite. As in the format's own implementation, each byte belongs to one tensor: none overlap, and
 * nothing lies between or after them.
 * @throws PredictorError MODEL_CORRUPT naming the field that is wrong.
 */
export function readSafetensors(file: ArrayBuffer): Safetensors {
  const found = allAtOnce(readingSafetensors(file));
  for (const [name, { data }] of found.tensors) {
    if (data instanceof Float32Array && !data.every(Number.isFinite))
      throw corrupt(`${name}: not finite`);
  }
  return found;
}

/** `readSafetensors`, in steps; whoever asks for a tensor has to judge its numbers. */
export function* readingSafetensors(file: ArrayBuffer): Steps<Safetensors> {
  if (file.byteLength < 8) throw corrupt('file length');
  const view = new DataView(file);
  const headerLength = view.getUint32(0, true);
  if (view.getUint32(4, true) || headerLength > Math.min(HEADER_LIMIT, file.byteLength - 8)) {
    throw corrupt('header length');
  }
  let header: Record<string, unknown>;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(file, 8, headerLength));
    yield;
    header = JSON.parse(yield* bounded(text));
  } catch {
    throw corrupt('header');
  }
  yield;
  if (!isRecord(header)) throw corrupt('header');
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isRecord(metadata)) throw corrupt('__metadata__');
  for (const [field, text] of Object.entries(metadata))
    if (typeof text !== 'string') throw corrupt(`__metadata__.${field}`);
  const start = 8 + headerLength;
  const placed = Object.entries(entries).map(([name, entry]) => place(name, entry));
  // JSON.parse keeps the last of two entries of one name. Inside a text the quotes would be escaped.
  if (text.split('"data_offsets"').length - 1 !== placed.length) throw corrupt('header: names');
  placed.sort((a, b) => a.from - b.from || a.to - b.to);
  const tensors = new Map<string, RawTensor>();
  let end = 0;
  for (const { name, type, dtype, shape, from, to } of placed) {
    if (from !== end || start + to > file.byteLength) throw corrupt(`${name}.data_offsets`);
    end = to;
    const at = start + from;
    const isAligned = at % type.BYTES_PER_ELEMENT === 0;
    const data = isAligned
      ? new type(file, at, (to - from) / type.BYTES_PER_ELEMENT)
      : new type(file.slice(at, start + to));
    yield;
    tensors.set(name, { dtype, shape, data });
  }
  if (start + end !== file.byteLength) throw corrupt('file length');
  return { metadata: metadata as Record<string, string>, tensors };
}

/**
 * A text that is parsed in one step, if that cannot take long: what is not within its texts is short. That is
 * counted in steps. Throws anything, as what parses it does.
 */
export function* bounded(text: string, most = MOST_OUTSIDE): Steps<string> {
  let outside = 0;
  // A text that is short altogether needs no look.
  for (let [i, isOut] = [0, 1]; text.length > most && i < text.length; i++) {
    if (!(i % STEP)) yield;
    const letter = text[i];
    if (letter === '\\') i++;
    else if (letter === '"') isOut ^= 1;
    else outside += isOut;
    if (outside > most) throw 0;
  }
  return text;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an entry of the header says, checked by itself. */
function place(name: string, entry: unknown) {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const type = Object.hasOwn(TYPES, dtype as string) ? TYPES[dtype as Dtype] : undefined;
  if (!type) throw corrupt(`${name}.dtype`);
  if (
    !Array.isArray(shape) ||
    shape.length > 8 ||
    !shape.every((n) => Number.isInteger(n) && n >= 0 && n < 2 ** 31)
  ) {
    throw corrupt(`${name}.shape`);
  }
  if (!Array.isArray(offsets) || !offsets.every((n) => Number.isInteger(n) && n >= 0)) {
    throw corrupt(`${name}.data_offsets`);
  }
  const [from, to] = offsets as number[];
  const length = shape.reduce((product: number, n: number) => product * n, 1);
  if (offsets.length !== 2 || to - from !== length * type.BYTES_PER_ELEMENT)
    throw corrupt(`${name}.data_offsets`);
  return { name, type, dtype: dtype as Dtype, shape: shape as number[], from, to };
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
