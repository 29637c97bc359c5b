import { sigmoid } from '../engine/softmax.js';
import type { NextAction } from '../events/event.js';
import { ACTION_TYPES } from '../events/event.js';
import type { Calibration } from '../model/model.js';
import type { Band } from './prediction.js';

/** The next actions in the order of the action logits. */
export const NEXT_ACTIONS: readonly NextAction[] = [...ACTION_TYPES, 'leave'];

/** Purchase and cart before the session ends, from the two intent logits. */
export function calibrateIntent(logits: ArrayLike<number>, { purchase, cart }: Calibration) {
  const chance = (logit: number, { scale, offset }: Calibration['cart']) =>
    sigmoid(scale * logit + offset);
  return { purchase: chance(logits[0], purchase), cart: chance(logits[1], cart) };
}

export function bandOf(purchase: number, { likely, unlikely }: Calibration['bands']): Band {
  if (purchase >= likely) return 'likely';
  return purchase < unlikely ? 'unlikely' : 'undecided';
}
