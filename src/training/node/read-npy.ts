import { PredictorError } from '../../lib/errors.js';
import { readHalfFloats } from './half-float.js';

const TYPES: Record<string, number> = { '<f2': 2, '<f4': 4, '<f8': 8 };

/**
 * An array as NumPy's `save` writes it (format 1 to 3): magic, version, a header in Python's words, data.
 * @throws PredictorError BAD_OPTION
 */
export function readNpy(file: Uint8Array): { shape: number[]; values: ArrayLike<number> } {
  const wrong = (detail: string) => new PredictorError('BAD_OPTION', detail);
  const text = (from: number, to: number) =>
    Buffer.from(file.subarray(from, to)).toString('latin1');
  if (text(0, 6) !== '\x93NUMPY' || file.length < 12) throw wrong('is no NumPy file');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const isFirst = file[6] === 1;
  const start = isFirst ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
  const header = text(isFirst ? 10 : 12, start);
  const field = (name: string) =>
    header.match(new RegExp(`'${name}':\\s*('[^']*'|\\([^)]*\\)|\\w+)`))?.[1];
  const descr = field('descr')?.slice(1, -1) ?? '';
  const bytes = TYPES[descr];
  if (!bytes)
    throw wrong(`is of ${descr || 'an unknown type'}; float32, float16 and float64 are read`);
  if (field('fortran_order') !== 'False')
    throw wrong('is in Fortran order: save np.ascontiguousarray(a)');
  const shape = (field('shape') ?? '').match(/\d+/g)?.map(Number) ?? [];
  const length = shape.reduce((product, n) => product * n, 1);
  if (file.length - start !== length * bytes) throw wrong('is cut off, or longer than its shape');
  // Copied: data starts at a multiple of 64 of the file, not of the memory it was read into.
  const data = new Uint8Array(file.subarray(start)).buffer;
  if (bytes === 2) return { shape, values: readHalfFloats(new Uint16Array(data)) };
  return { shape, values: bytes === 4 ? new Float32Array(data) : new Float64Array(data) };
}
