import type { NextAction } from '../events/event.js';
import { ACTION_TYPES } from '../events/event.js';
import type { Calibration } from '../model/model.js';
import type { Band } from './prediction.js';

/** The next actions in the order of the action logits. */
export const NEXT_ACTIONS: readonly NextAction[] = [...ACTION_TYPES, 'leave'];

/** Action probabilities: softmax(logits / temperature + bias). */
export function softmax(
  logits: ArrayLike<number>,
  temperature: number,
  bias?: readonly number[],
): Float32Array {
  const scores = Array.from(logits, (logit, i) => logit / temperature + (bias ? bias[i] : 0));
  const peak = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - peak));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Float32Array.from(weights, (weight) => weight / total);
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
