import type { NextAction } from '../events/event.js';
import { ACTION_TYPES } from '../events/event.js';
import type { Calibration } from '../model/model.js';
import type { Band } from './prediction.js';

/** What the action logits stand for, in their order. */
export const NEXT_ACTIONS: readonly NextAction[] = [...ACTION_TYPES, 'leave'];

/** Probabilities from logits: softmax(logits / temperature + bias). */
export function softmax(
  logits: ArrayLike<number>,
  temperature: number,
  bias?: readonly number[],
): Float32Array {
  const out = new Float32Array(logits.length);
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < out.length; i++) {
    out[i] = logits[i] / temperature + (bias ? bias[i] : 0);
    if (out[i] > peak) peak = out[i];
  }
  let total = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = Math.exp(out[i] - peak);
    total += out[i];
  }
  for (let i = 0; i < out.length; i++) out[i] /= total;
  return out;
}

/** Purchase and cart before the session ends, from the two intent logits. */
export function calibrateIntent(logits: ArrayLike<number>, { purchase, cart }: Calibration) {
  const chance = (logit: number, { scale, offset }: Calibration['cart']) =>
    1 / (1 + Math.exp(-scale * logit - offset));
  return { purchase: chance(logits[0], purchase), cart: chance(logits[1], cart) };
}

export function bandOf(purchase: number, { likely, unlikely }: Calibration['bands']): Band {
  if (purchase >= likely) return 'likely';
  return purchase < unlikely ? 'unlikely' : 'undecided';
}
