import type { seededRandom } from '../../lib/random.js';

interface Mutant {
  /** What was done to the file. */
  how: string;
  bytes: ArrayBuffer;
}

export type Header = Record<string, unknown> & { __metadata__: Record<string, string> };
interface Content {
  header: Header;
  data: Uint8Array<ArrayBuffer>;
}

const NUMBERS = [0, -1, 1, 2, 0.5, 1e-30, 1e4, 1e9, 2 ** 31, 2 ** 53, 1e308, -1e308];
const FLOATS = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, 3e38, -3e38, 1e20, 1e-40, 1e4];
const HOSTILE: readonly unknown[] = [
  ...NUMBERS,
  null,
  true,
  '',
  'x',
  '__proto__',
  [],
  [1, 2],
  {},
  { toString: 1 },
  [[]],
];
/** What JSON can say and JavaScript cannot write. */
const RAW = ['1e999', '-1e999', '1e-999', '{"__proto__":1}'];
const JSON_FIELDS = ['config', 'vocabulary', 'calibration', 'golden', 'card'];

/** Files that differ from a good one in what a header, a number or a length says. */
export function* mutantsOf(
  file: Uint8Array,
  random: ReturnType<typeof seededRandom>,
  count: number,
): Generator<Mutant> {
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)];
  /** Its own copy: the next change may write into it. */
  const hostile = (): unknown => structuredClone(pick(HOSTILE));
  const length = new DataView(file.buffer, file.byteOffset).getUint32(0, true);
  const text = new TextDecoder().decode(file.subarray(8, 8 + length));

  const tensorsOf = (header: Header) =>
    Object.entries(header).filter(([name]) => name !== '__metadata__') as [
      string,
      { dtype: string; shape: unknown[]; data_offsets: unknown[] },
    ][];
  /** A random place in a JSON value gets another value. */
  const spoil = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || random() < 0.2) return hostile();
    const copy = structuredClone(value) as Record<string, unknown>;
    const keys = Object.keys(copy);
    if (!keys.length) return hostile();
    const key = pick(keys);
    if (random() < 0.1) delete copy[key];
    else copy[key] = spoil(copy[key]);
    return copy;
  };

  const changes: Record<string, (content: Content) => void> = {
    metadata({ header }) {
      const field = pick(JSON_FIELDS);
      const before = JSON.parse(header.__metadata__[field]);
      const after = JSON.stringify(spoil(before)) ?? 'null';
      // A number as JSON may write it, in the place of one of the value's own.
      const numbers = [...after.matchAll(/-?\d+(\.\d+)?/g)];
      const at = numbers.length && random() < 0.2 ? pick(numbers) : undefined;
      header.__metadata__[field] = at
        ? after.slice(0, at.index) + pick(RAW) + after.slice((at.index ?? 0) + at[0].length)
        : after;
    },
    items({ header }) {
      const packed = header.__metadata__.items;
      const at = below(packed.length);
      header.__metadata__.items =
        packed.slice(0, at) + String.fromCharCode(below(120)) + packed.slice(at + below(3));
    },
    'metadata of another kind'({ header }) {
      const metadata = header.__metadata__ as Record<string, unknown>;
      if (random() < 0.2) Object.assign(header, { __metadata__: hostile() });
      else metadata[pick(Object.keys(metadata))] = hostile();
    },
    dtype({ header }) {
      pick(tensorsOf(header))[1].dtype = pick([
        'F32',
        'I8',
        'U8',
        'U16',
        'F64',
        'BF16',
        'toString',
      ]);
    },
    shape({ header }) {
      const { shape } = pick(tensorsOf(header))[1];
      shape[below(shape.length)] = hostile();
    },
    offsets({ header }) {
      const [, tensor] = pick(tensorsOf(header));
      const other = pick(tensorsOf(header))[1];
      const by = pick([-8, -4, -1, 1, 4, 8]);
      const moved = tensor.data_offsets.map((offset) => Number(offset) + by);
      tensor.data_offsets = pick([
        moved,
        other.data_offsets,
        [hostile(), tensor.data_offsets[1]],
        [...tensor.data_offsets, 0],
      ]);
    },
    names({ header }) {
      const [name, tensor] = pick(tensorsOf(header));
      if (random() < 0.5) delete header[name];
      header[pick(['more', '__proto__', 'item.codes', `${name}#scale`, 'constructor'])] = tensor;
    },
    floats({ header, data }) {
      const floats = tensorsOf(header).filter(([, { dtype }]) => dtype === 'F32');
      const [from, to] = pick(floats)[1].data_offsets as number[];
      const at = from + 4 * below((to - from) / 4);
      new DataView(data.buffer).setFloat32(at, pick(FLOATS), true);
    },
    'all floats'({ header, data }) {
      const floats = tensorsOf(header).filter(([, { dtype }]) => dtype === 'F32');
      const [from, to] = pick(floats)[1].data_offsets as number[];
      const value = pick(FLOATS);
      for (let at = from; at < to; at += 4) new DataView(data.buffer).setFloat32(at, value, true);
    },
    bytes({ data }) {
      for (let i = 0; i < 1 + below(20); i++) data[below(data.length)] = below(256);
    },
  };

  for (let made = 0; made < count; made++) {
    const kind = below(10);
    if (kind === 0) {
      // The length that the header says it has.
      const bytes = file.slice();
      new DataView(bytes.buffer).setUint32(0, length + pick([-8, -2, -1, 1, 2, 8, 1e9]), true);
      yield { how: 'header length', bytes: bytes.buffer };
    } else if (kind === 1) {
      const end = random() < 0.5 ? below(file.length) : file.length;
      const bytes = new Uint8Array(end + (random() < 0.5 ? below(9) : 0));
      bytes.set(file.subarray(0, end));
      yield { how: 'file length', bytes: bytes.buffer };
    } else if (kind === 2) {
      const bytes = file.slice();
      for (let i = 0; i < 1 + below(3); i++) bytes[8 + below(length)] = below(128);
      yield { how: 'characters of the header', bytes: bytes.buffer };
    } else if (kind === 3) {
      // JSON.parse would take the last.
      const [name, tensor] = pick(tensorsOf(JSON.parse(text)));
      const twice = `,${JSON.stringify(name)}:${JSON.stringify(tensor)}}`;
      const header = text.trimEnd().slice(0, -1) + twice;
      yield { how: 'a name twice', bytes: joined(header, file.subarray(8 + length)) };
    } else {
      const content = {
        header: JSON.parse(text) as Header,
        data: file.slice(8 + length) as Uint8Array<ArrayBuffer>,
      };
      const names = Array.from({ length: 1 + below(2) }, () => pick(Object.keys(changes)));
      try {
        for (const name of names) changes[name](content);
      } catch {
        // The first change left nothing for the second.
      }
      const { header, data } = content;
      yield { how: names.join(' and '), bytes: joined(JSON.stringify(header), data) };
    }
  }
}

/** A file of a header and the tensors behind it, as they are. */
export function joined(header: string, data: Uint8Array): ArrayBuffer {
  const text = new TextEncoder().encode(header);
  const padded = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + data.length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + padded);
  return bytes.buffer;
}
