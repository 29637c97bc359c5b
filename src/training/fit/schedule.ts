/** Share of the peak learning rate, while item vectors are free: warm-up over a twentieth, then a cosine fall. */
export const trainingRate = (done: number): number =>
  done < 0.05 ? 0.05 + 19 * done : 0.02 + 0.98 * cosine((done - 0.05) / 0.95);

/** Share of the rate at which it began to fall. @param done share of the phase, 0 … 1. */
export const fallingRate = (done: number): number =>
  0.02 + 0.98 * (1 - Math.sqrt(Math.min(1, done)));

/** The same while fine-tuning on the codes: lower, and falling only. @param done share of the phase, 0 … 1. */
export const fineTuningRate = (done: number): number => 0.005 + 0.3 * cosine(done);

const cosine = (share: number) => 0.5 * (1 + Math.cos(Math.PI * Math.min(1, share)));
