import { NEUTRAL_CALIBRATION } from '../../model/model.js';
import { byOwnPast, knowsNoShop } from '../../prediction/by-own-past.js';
import { changedKit } from './changed-kit.js';
import type { ModelChoice } from './model-choice.js';

const UNCALIBRATED = 'Give the option shop or train a model.';
const reason = `Next actions lean on what this shopper did here before. ${UNCALIBRATED}`;

/** Where nothing knows the shop: the base model or none, and no card. */
export function withOwnPast(choice: ModelChoice): ModelChoice {
  const { loaded } = choice;
  if (!loaded?.model) return { ...choice, loaded: byOwnPast(NEUTRAL_CALIBRATION), reason };
  const { model, kit } = loaded;
  if (!knowsNoShop(model)) return { ...choice, reason: UNCALIBRATED };
  const { change } = byOwnPast(model.calibration);
  return { ...choice, loaded: { ...loaded, kit: changedKit(kit, change) }, reason };
}
