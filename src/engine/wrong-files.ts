import { type Model, tensor } from '../model/model.js';

/** The hashes of files whose answers were wrong: none of them is used again in this page. */
export const wrongFiles: number[] = [];

/** Two copies of a file are the same, and a mended one with the same card is another: a hash of its bytes. */
export const fileHash = (model: Model): number =>
  // Each file has this tensor, and it is read without a copy.
  new Uint8Array(tensor(model, 'query.scale').buffer).reduce(
    (sum, byte) => (sum * 31 + byte) | 0,
    0,
  );
