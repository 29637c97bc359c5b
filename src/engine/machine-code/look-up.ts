import { BLOCK, inBlocks } from '../../lib/async/blocks.js';
import { multiply } from '../../model/multiply.js';
import { type MakeChances, writeCopies } from '../copy-term.js';
import { createLookUp, type LookUps } from '../look-up.js';
import { CODE } from './kernels-code.js';

const PAGE = 1 << 16;

/** What kernels.wat exports. */
interface Exports {
  memory: WebAssembly.Memory;
  lookUp(scales: number, priors: number, codes: number, bytes: number, weight: number): void;
  exponentials(bytes: number, coldness: number): void;
}

/**
 * `createLookUp` as WebAssembly, whose memory has a row's codes once the row was looked up: a prediction over a million items takes half of the time. On typed arrays where
 * the browser has no 128-bit vectors, or no memory left, or a Content Security Policy without `'wasm-unsafe-eval'`.
 */
export const createFastLookUp: typeof createLookUp = (codes, M, C, priors) => {
  if (M === 16 && C === 256) {
    try {
      return lookUpsOf(codes, priors);
    } catch {}
  }
  return createLookUp(codes, M, C, priors);
};

function lookUpsOf(codes: Uint8Array, priors: Float32Array): LookUps {
  const rows = priors.length;
  const code = Uint8Array.from(atob(CODE), (letter) => letter.charCodeAt(0));
  const made = new WebAssembly.Instance(new WebAssembly.Module(code)).exports;
  const { memory, lookUp, exponentials } = made as object as Exports;
  memory.grow(Math.ceil((rows * 24) / PAGE));
  const { buffer } = memory;
  const table = new Float32Array(buffer, 0, 4096);
  const values = new Float32Array(buffer, 16_384, BLOCK);
  const sums = new Float64Array(buffer, 32_768, 3);
  const scales = new Float32Array(buffer, PAGE, rows).fill(1);
  const ownPriors = new Float32Array(buffer, PAGE + 4 * rows, rows);
  const ownCodes = new Uint8Array(buffer, PAGE + 8 * rows);

  /** The dots that the table holds: others may ask in a pause. */
  let held: Float32Array | undefined;
  const hold = (dots: Float32Array) => {
    if (held !== dots) table.set(dots);
    held = dots;
  };

  /** Puts the scores of rows into `values`. Less than a block of rows. */
  const score = (from: number, to: number, weight: number) => {
    const at = PAGE + 4 * from;
    lookUp(at, at + 4 * rows, PAGE + 8 * rows + 16 * from, 4 * (to - from), weight);
  };

  const sweep = (dots: Float64Array, weight: number): MakeChances => {
    const own = new Float32Array(dots);
    return async (logits, copiesOf, gate, temperature, pause) => {
      const { length } = logits;
      hold(own);
      const copies = copiesOf((row) => {
        if (row >= rows) return logits[row];
        score(row, row + 1, weight);
        return values[0];
      });
      // Each block has exponentials below its own peak first (online softmax, Milakov & Gimelshein 2018).
      const blocks = Math.ceil(length / BLOCK);
      const [peaks, others, written] = [0, 1, 2].map(() => new Float64Array(blocks));
      await inBlocks(length, pause, (from, to) => {
        hold(own);
        const scored = Math.max(0, Math.min(to, rows) - from);
        if (scored) score(from, from + scored, weight);
        if (from + scored < to) values.set(logits.subarray(from + scored, to), scored);
        for (const { item } of copies)
          if (item >= from && item < to) values[item - from] = -Infinity;
        // Four are taken at a time.
        if (to - from < BLOCK) values.fill(-Infinity, to - from, to - from + 3);
        exponentials(4 * (to - from), 1 / temperature);
        logits.set(to - from < BLOCK ? values.subarray(0, to - from) : values, from);
        const block = from / BLOCK;
        peaks[block] = sums[0];
        others[block] = sums[1];
        written[block] = sums[2];
      });
      const peak = Math.max(...peaks);
      const factors = peaks.map((own) => Math.exp((own - peak) / temperature));
      const all = new Float64Array(2);
      for (let block = 0; block < blocks; block++) {
        all[0] += others[block] * Math.exp(peaks[block] - peak);
        all[1] += written[block] * factors[block];
      }
      const shares: Record<number, number> = {};
      const total = writeCopies(shares, copies, gate, temperature, all);
      await inBlocks(length, pause, (from, to) =>
        multiply(logits, factors[from / BLOCK] / total, from, to),
      );
      for (const { item } of copies) logits[item] = shares[item] / total;
    };
  };

  return {
    scales,
    sweep,
    lookUp(given, out, from, to, weight) {
      hold(new Float32Array(given));
      for (let i = from; i < to; i += BLOCK) {
        const end = Math.min(to, i + BLOCK);
        ownPriors.set(priors.subarray(i, end), i);
        ownCodes.set(codes.subarray(16 * i, 16 * end), 16 * i);
        score(i, end, weight);
        out.set(values.subarray(0, end - i), i);
      }
    },
  };
}
