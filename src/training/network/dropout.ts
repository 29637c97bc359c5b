import type { Drop } from './residual.js';

/** Numbers in the bank of dropout masks. */
const BANK = 1 << 20;

/** Dropout from a bank of masks at random offsets: drawing a new mask costs more than a layer. */
export function createDropout(rate: number, random: () => number): Drop {
  if (!rate) return () => undefined;
  const draw = (length: number) =>
    Float32Array.from({ length }, () => (random() < rate ? 0 : 1 / (1 - rate)));
  let bank = draw(BANK);
  return (size) => {
    if (size > bank.length) bank = draw(2 * size);
    const offset = Math.floor(random() * (bank.length - size));
    return bank.subarray(offset, offset + size);
  };
}
