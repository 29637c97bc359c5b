/** IEEE 754 half floats from their bits: 1 sign, 5 exponent, 10 fraction. */
export function readHalfFloats(bits: ArrayLike<number>): Float32Array {
  return Float32Array.from(bits, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    // Below 2^-14 there is no leading 1.
    return sign * (exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24);
  });
}
