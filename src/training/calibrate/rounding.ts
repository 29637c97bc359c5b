/** Four decimals are enough for a calibration, and short in the file. */
export const toFourDecimals = (x: number): number => Math.round(x * 1e4) / 1e4;
