import { softmax } from '../engine/softmax.js';
import { ACTION_TYPES } from '../events/event.js';
import type { Calibration, Model } from '../model/model.js';
import { type ByCard, withActions } from './by-card.js';

/**
 * So many events of this shopper weigh as much as the model's guess. Chosen on the validation parts of five
 * logs (docs/journal/learning-on-the-device.md).
 */
const TRUST = 10;
const LEAVE = ACTION_TYPES.length;

/**
 * Whether a model is one of many shops: one that was trained on a shop loses by the past of one shopper.
 * Told by its tables: reading `vocabulary.items` unpacks every id.
 */
export const knowsNoShop = ({ itemPrice }: Model): boolean => !itemPrice.length;

/**
 * The chances of the next action, drawn towards what this shopper did before. How often they leave is counted
 * over finished visits alone: in the visit under way they have not left yet, which says nothing. What they do
 * when they stay is counted over all of them. A function of the history, so nothing is stored for it.
 */
export const byOwnPast = (calibration: Calibration): ByCard => ({
  calibration,
  change(output, history) {
    const { temperature, bias } = calibration.actions;
    const chances = softmax(output.actions, temperature, bias);
    const seen = chances.map(() => 0);
    let stays = 0;
    /** Events of finished visits. */
    let finished = 0;
    for (let at = 1; at < history.length; at++) {
      const { action, newSession } = history[at];
      if (newSession) finished = at;
      else stays++;
      seen[newSession ? LEAVE : action]++;
    }
    const leave = (TRUST * chances[LEAVE] + seen[LEAVE]) / (TRUST + finished);
    const stay = TRUST / (1 - chances[LEAVE] || 1);
    return withActions(output, (_, a) => {
      const chance =
        a === LEAVE ? leave : ((1 - leave) * (stay * chances[a] + seen[a])) / (TRUST + stays);
      return temperature * (Math.log(chance) - bias[a]);
    });
  },
});
