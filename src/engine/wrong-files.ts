import { type Model, tensor } from '../model/model.js';

/** The hashes of files whose answers were wrong: none of them is used again in this page. */
export const wrongFiles: number[] = [];

/**
 * Two copies of a file are the same, and a mended one with the same card is another: a hash of its words. It
 * leaves out up to three bytes of the header's length, which the rest decides.
 */
export function fileHash(model: Model): number {
  // Each file has this tensor, and it is read without a copy.
  const { buffer } = tensor(model, 'query.scale');
  return new Int32Array(buffer.slice(buffer.byteLength % 4)).reduce(
    (sum, word) => (sum * 31 + word) | 0,
    0,
  );
}
