import type { Output } from '../engine/engine.js';
import { softmax } from '../engine/softmax.js';
import type { ActionType } from '../events/event.js';
import { ACTION_TYPES } from '../events/event.js';
import type { Pause } from '../lib/async/turns.js';
import type { Calibration } from '../model/model.js';
import { bandOf, calibrateIntent } from './calibrate.js';
import type { Prediction } from './prediction.js';

/** All probabilities after one history, before any rule applies. */
export interface Scores {
  /** Next action, `ACTION_TYPES` order with `leave` last: [A + 1]; sums to 1. */
  actions: Float32Array;
  intent: Prediction['intent'];
  /** Chance that the next event is `action` on the item, by action and row: [I] each. */
  joint: { action: ActionType; chances: Float32Array }[];
  /** Sum of `joint`: [I] */
  items: Float32Array;
}

/** The actions that item chances cover. */
const SHELF_ACTIONS: readonly ActionType[] = ['click', 'cart', 'purchase'];
/** Actions below this share of their joint chance are skipped: each costs a pass over the item table. */
const LEAST_SHARE = 0.05;

/** The actions whose items are scored, likeliest first; at least one. */
export function itemActions(actions: ArrayLike<number>, leastShare = LEAST_SHARE): ActionType[] {
  const chance = (action: ActionType) => actions[ACTION_TYPES.indexOf(action)];
  const mass = SHELF_ACTIONS.reduce((sum, action) => sum + chance(action), 0);
  const sorted = [...SHELF_ACTIONS].sort((a, b) => chance(b) - chance(a));
  return sorted.filter((action, at) => !at || chance(action) > leastShare * mass);
}

/**
 * Calibrated probabilities from an engine's output: P(i) = Σ over actions a of P(a) · P(i | a).
 * @param leastShare see `LEAST_SHARE`; 0 includes every action.
 * @param pause awaited between actions, so that the page stays responsive.
 */
export async function readScores(
  output: Output,
  calibration: Calibration,
  leastShare?: number,
  pause?: Pause,
): Promise<Scores> {
  const { temperature, bias } = calibration.actions;
  const actions = Float32Array.from(softmax(output.actions, temperature, bias));
  const { purchase, cart } = calibrateIntent(output.intent, calibration);
  const joint: Scores['joint'] = [];
  const indices = itemActions(actions, leastShare).map((action) => ACTION_TYPES.indexOf(action));
  // All requests at once: on a GPU each is a round trip.
  const read = await Promise.all(
    indices.map((index) => output.items(index, calibration.items.temperature)),
  );
  const items = new Float32Array(read[0].length);
  for (const chances of read) {
    const index = indices[joint.length];
    const chance = actions[index] * (calibration.items.share ?? 1);
    for (let i = 0; i < chances.length; i++) items[i] += chances[i] *= chance;
    await pause?.();
    joint.push({ action: ACTION_TYPES[index], chances });
  }
  const band = bandOf(purchase, calibration.bands);
  const calibrated = !!calibration.calibrated;
  return { actions, intent: { purchase, cart, band, calibrated }, joint, items };
}
