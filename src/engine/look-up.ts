/**
 * out[i] = scale of item i · sum of `table` [M, C] at its sub-ids + weight · its prior, for
 * from ≤ i < to.
 */
export type LookUp = (
  table: Float64Array,
  out: Float32Array,
  from: number,
  to: number,
  weight: number,
) => void;

/**
 * M look-ups per item instead of D multiplications (PQTopK, Petrov & Macdonald 2024).
 * @param codes M sub-ids per item, each below C, row by row: [I, M].
 * @param scales [I]
 * @param priors [I]
 */
export function createLookUp(
  codes: Uint8Array,
  M: number,
  C: number,
  scales: Float32Array,
  priors: Float32Array,
): LookUp {
  if (M % 4 || C !== 256) {
    return (table, out, from, to, weight) => {
      for (let i = from, at = from * M; i < to; i++) {
        let sum = 0;
        for (let row = 0; row < M * C; row += C, at++) sum += table[row + codes[at]];
        out[i] = scales[i] * sum + weight * priors[i];
      }
    };
  }
  // Reads four sub-ids at once, in half the time; copies codes that are not aligned in the file.
  const { buffer, byteOffset, length } = codes.byteOffset % 4 ? codes.slice() : codes;
  const words = new Int32Array(buffer, byteOffset, length / 4);
  return (table, out, from, to, weight) => {
    for (let i = from, at = (from * M) / 4; i < to; i++) {
      let sum = 0;
      for (let row = 0; row < M * 256; row += 1024, at++) {
        const four = words[at];
        sum +=
          table[row + (four & 255)] +
          table[row + 256 + ((four >> 8) & 255)] +
          table[row + 512 + ((four >> 16) & 255)] +
          table[row + 768 + (four >>> 24)];
      }
      out[i] = scales[i] * sum + weight * priors[i];
    }
  };
}
