import { PredictorError } from '../../lib/errors.js';
import { NEUTRAL_CALIBRATION, type VisitShares } from '../../model/model.js';
import { byCounts, byFit, byShares } from '../../prediction/by-shop-card.js';
import { readShopCard } from '../../prediction/shop-card.js';
import { changedKit } from './changed-kit.js';
import type { ModelChoice } from './model-choice.js';

/** What the baseline says after the first click: see its funnel. */
const BASELINE: VisitShares = { conversion: 0.02, cart: 0.08, bounce: 0.2 };
/** What a model of many shops says that does not tell: the base model before version 6. */
const UNTOLD: VisitShares = { conversion: 0.07, cart: 0.105, bounce: 0.44 };
const FITTED_ANEW = 'Write it again with "npx nextaisle card".';

/** A model that answers by the shop's card. A card that cannot be used is reported, and changes nothing. */
export function withShop(
  choice: ModelChoice,
  given: unknown,
  onFault: (error: PredictorError) => void,
): ModelChoice {
  const card = readShopCard(given, onFault);
  if (!card) return { ...choice, reason: 'The option shop cannot be read: see faults.' };
  const { loaded, status } = choice;
  if (!loaded?.model) {
    const { calibration, change } = byCounts(card, NEUTRAL_CALIBRATION, BASELINE);
    return {
      status,
      loaded: { calibration, change },
      reason: 'Moved to the shares of the shop card.',
    };
  }
  const { model } = loaded;
  if (loaded.ids.length) {
    const reason = model.calibration.calibrated
      ? 'The model was trained on a shop: its own chances count, and the option shop is not used.'
      : 'The model was trained on a log too short to calibrate. The option shop is for models of many shops.';
    return { ...choice, reason };
  }
  const name = `${model.card.name} ${model.card.version}`;
  const { fitted } = card;
  const isFitted = fitted?.model === name;
  if (fitted && !isFitted) onFault(outdated(fitted.model, name));
  const by = isFitted
    ? byFit(fitted, model.calibration)
    : byShares(card, model.calibration, model.calibration.first ?? UNTOLD);
  return {
    status,
    loaded: {
      ...loaded,
      model: { ...model, calibration: by.calibration },
      kit: changedKit(loaded.kit, by.change),
    },
    reason: isFitted
      ? 'Fitted on the log of the shop card.'
      : `Moved to the shares of the shop card.${fitted ? ` It was fitted for ${fitted.model}. ${FITTED_ANEW}` : ''}`,
  };
}

/** Another model than the one that answers: of the card, only the shares are used. */
const outdated = (given: string, now: string) =>
  new PredictorError('BAD_OPTION', 'shop.fitted', {
    message: `shop.fitted is for the model ${given}, and ${now} answers: only the shares of the card are used. ${FITTED_ANEW}`,
  });
