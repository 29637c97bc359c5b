/** Wilson, Hilferty 1931: the cube root of a gamma variable is nearly normal. */
const mean = (shape: number) => 1 - 1 / (9 * shape);
const spread = (shape: number) => 1 / (3 * Math.sqrt(shape));

/**
 * A quantile of a gamma distribution.
 * @param z of the standard normal: -1.2816 for the tenth part.
 */
export const quantile = (shape: number, rate: number, z: number): number =>
  (shape * Math.max(0, mean(shape) + z * spread(shape)) ** 3) / rate;

/** The chance that a gamma variable is above 1. */
export const aboveOne = (shape: number, rate: number): number =>
  normal((mean(shape) - Math.cbrt(rate / shape)) / spread(shape));

/** Distribution function of the standard normal, to 1e-5 (Zelen, Severo 1964). */
export function normal(z: number): number {
  const t = 1 / (1 + 0.33267 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.4361836 + t * (-0.1201676 + t * 0.937298));
  return z > 0 ? 1 - tail : tail;
}
