/** 20000 → `20,000`. */
export const whole = (n) => Math.round(n).toLocaleString('en');

/** A share as percent, without the sign: 0.744 → `74.4`. */
export const percent = (share) => (100 * share).toFixed(1);

export const percentRange = ({ low, high }) => `${percent(low)} … ${percent(high)}`;

/** Bytes as KB of 1,000, like the budgets: `432 KB`, `14.7 KB`, `429 bytes`. */
export function kb(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return `${bytes < 100_000 ? (bytes / 1000).toFixed(1) : whole(bytes / 1000)} KB`;
}

/** A loss: `0.775`. */
export const fixed = (value) => value.toFixed(3);

/** Milliseconds, without the unit. */
export const ms = (value) => (value < 10 ? String(Number(value.toPrecision(2))) : whole(value));

/** A difference of losses or areas: `+0.004 (−0.010 … +0.022)`. */
export function difference({ value, low, high }) {
  const signed = (x) => `${x < 0 ? '−' : '+'}${Math.abs(x).toFixed(3)}`;
  return `${signed(value)} (${signed(low)} … ${signed(high)})`;
}

export const mean = (list) => list.reduce((sum, x) => sum + x, 0) / list.length;
