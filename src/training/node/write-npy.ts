/** Bytes before the data of a NumPy file are a multiple of this. */
const ALIGNED = 64;

/** Float32 numbers as NumPy's `save` writes them, format 1. */
export function writeNpy(values: Float32Array, shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sizes}), }`;
  const start = Math.ceil((10 + header.length + 1) / ALIGNED) * ALIGNED;
  const file = Buffer.alloc(start + values.byteLength);
  file.write('\x93NUMPY\x01\x00', 'latin1');
  file.writeUInt16LE(start - 10, 8);
  file.write(`${header.padEnd(start - 11)}\n`, 10, 'latin1');
  file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start);
  return file;
}
