/** a · b, with a [rows, D] and b [D, columns]. */
export function multiply(a: Float32Array, b: Float32Array, D: number): Float32Array {
  const rows = a.length / D;
  const columns = b.length / D;
  const out = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let d = 0; d < D; d++) {
      const x = a[r * D + d];
      for (let c = 0; c < columns; c++) out[r * columns + c] += x * b[d * columns + c];
    }
  }
  return out;
}
