/**
 * Warm-up over a twentieth, then a cosine fall; lower and falling only while settling on the codes.
 * @param done share of the phase, 0 … 1.
 */
export function schedule(done: number, settling: boolean): number {
  if (settling) return 0.005 + 0.3 * cosine(done);
  return done < 0.05 ? 0.05 + 19 * done : 0.02 + 0.98 * cosine((done - 0.05) / 0.95);
}

const cosine = (share: number) => 0.5 * (1 + Math.cos(Math.PI * Math.min(1, share)));
