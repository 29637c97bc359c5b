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
/** Ids of two million items, which are one text. */
export const HEADER_LIMIT = 8 << 20;
/** A header up to here is read at once, if few values begin in it: that takes up to 3 ms. */
const SHORT = 4e5;
const FEW = 2e4;

/** @param field the field that is wrong. */
export const corrupt = (field: string) => modelError('MODEL_CORRUPT', field);

export interface Safetensors {
  metadata: Record<string, string>;
  tensors: Map<string, RawTensor>;
}

/** Decodes bytes, or parses JSON; throws anything for what it cannot read. */
export interface ReadText {
  (bytes: Uint8Array): Steps<string>;
  /** @param most characters outside of texts. */
  (json: string, most?: number): Steps<unknown>;
}

export const atOnce = function* (source: Uint8Array | string) {
  yield;
  return typeof source === 'object'
    ? new TextDecoder('utf-8', { fatal: true }).decode(source)
    : JSON.parse(source);
} as ReadText;

/**
 * Whether a header would take long to read at once: it is long, or many texts, lists or objects begin in it. That of
 * some 100,000 items is.
 */
export function isLong(file: ArrayBuffer): boolean {
  const bytes = new Uint8Array(file);
  // Without the lowest byte, which changes nothing; what is too short for a length is refused later.
  const length = (bytes[1] + bytes[2] * 256) * 256;
  // Counted in native code, before the JIT has compiled a loop.
  return (
    length >= SHORT ||
    new TextDecoder().decode(bytes.subarray(8, length)).split(/["[{]/, FEW).length === FEW
  );
}

/**
 * Reads a file from an untrusted source: sizes, dtypes and offsets are checked before anything is used,
 * and every float is finite. As in the format's own implementation, each byte belongs to one tensor: none overlap, and
 * nothing lies between or after them.
 * @throws PredictorError MODEL_CORRUPT naming the field that is wrong.
 */
export function readSafetensors(file: ArrayBuffer): Safetensors {
  const found = allAtOnce(readingSafetensors(file, atOnce));
  for (const [name, { data }] of found.tensors) {
    if (data instanceof Float32Array && !data.every(Number.isFinite))
      throw corrupt(`${name}: not finite`);
  }
  return found;
}

/** `readSafetensors`, in steps; whoever asks for a tensor has to judge its numbers. */
export function* readingSafetensors(file: ArrayBuffer, read: ReadText): Steps<Safetensors> {
  if (file.byteLength < 8) throw corrupt('file length');
  const headerLength = Number(new DataView(file).getBigUint64(0, true));
  if (headerLength > HEADER_LIMIT || headerLength > file.byteLength - 8)
    throw corrupt('header length');
  let header: Record<string, unknown>;
  let text: string;
  try {
    text = yield* read(new Uint8Array(file, 8, headerLength));
    const value = yield* read(text);
    if (!isRecord(value)) throw 0;
    header = value;
  } catch {
    throw corrupt('header');
  }
  yield;
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
    tensors.set(name, {
      dtype,
      shape,
      // Made when it is read: a tensor of a name that nobody knows is not copied.
      get data() {
        return at % type.BYTES_PER_ELEMENT
          ? new type(file.slice(at, start + to))
          : new type(file, at, (to - from) / type.BYTES_PER_ELEMENT);
      },
    });
  }
  if (start + end !== file.byteLength) throw corrupt('file length');
  return { metadata: metadata as Record<string, string>, tensors };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an entry of the header says, checked by itself. */
function place(name: string, entry: unknown) {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const type = Object.hasOwn(TYPES, dtype as string) ? TYPES[dtype as Dtype] : undefined;
  if (!type) throw corrupt(`${name}.dtype`);
  if (!areCounts(shape, 8)) throw corrupt(`${name}.shape`);
  const length = shape.reduce((product, n) => product * n, type.BYTES_PER_ELEMENT);
  if (!areCounts(offsets, 2) || offsets[1] - offsets[0] !== length)
    throw corrupt(`${name}.data_offsets`);
  return { name, type, dtype: dtype as Dtype, shape, from: offsets[0], to: offsets[1] };
}

const areCounts = (list: unknown, most: number): list is number[] =>
  Array.isArray(list) &&
  list.length <= most &&
  list.every((n) => Number.isInteger(n) && n >= 0 && n < 2 ** 31);

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
