/**
 * out += x · W, with W [in, out] stored row by row. Four rows at a time, so that `out` is read and
 * written a quarter as often. Doubles only: a loop that has met two array types is slow for both.
 */
export function addLinear(out: Float64Array, x: Float64Array, weight: Float32Array): Float64Array {
  const n = out.length;
  let i = 0;
  let at = 0;
  for (; i + 4 <= x.length; i += 4, at += 4 * n) {
    const a = x[i];
    const b = x[i + 1];
    const c = x[i + 2];
    const d = x[i + 3];
    for (let j = 0, k = at; j < n; j++, k++) {
      out[j] += a * weight[k] + b * weight[k + n] + c * weight[k + 2 * n] + d * weight[k + 3 * n];
    }
  }
  for (; i < x.length; i++, at += n) {
    for (let j = 0; j < n; j++) out[j] += x[i] * weight[at + j];
  }
  return out;
}
