import { createTokenizer } from '../src/encoding/tokenizer.js';
import { createCpuEngine } from '../src/engine/cpu/cpu-engine.js';
import { createItemTable } from '../src/engine/item-table.js';
import { sigmoid, softmax } from '../src/engine/softmax.js';
import { ACTION_TYPES } from '../src/events/event.js';
import { type Model, NEUTRAL_CALIBRATION } from '../src/model/model.js';
import { calibrateIntent } from '../src/prediction/calibrate.js';
import { SURENESS } from '../src/training/calibrate/make-shop-card.js';
import { toFourDecimals } from '../src/training/calibrate/rounding.js';

/** Of a hundred visits to a shop so many end with a purchase, as a rule. */
const CONVERSION = 0.02;
const logOdds = (chance: number) => Math.log(chance / (1 - chance));

/**
 * Moves the chance of a purchase from that of the simulated shops to what shops have, and writes down what
 * the model says after the first click of a visit: from there a shop card moves it further.
 */
export async function withPriorOfShops(model: Model): Promise<Model> {
  const engine = createCpuEngine(model, createItemTable(model));
  const push = createTokenizer(() => undefined);
  const click = push({ action: 0, item: -1, ts: Date.UTC(2026, 0, 5), newSession: true });
  const { actions, intent } = await engine.score([click]);
  const { calibration } = model;
  const at = calibrateIntent(intent, calibration);
  const start = logOdds(at.purchase);
  const moved = (odds: number) => logOdds(CONVERSION) + SURENESS * (odds - start);
  const { purchase, bands } = calibration;
  const limit = (chance: number) => toFourDecimals(sigmoid(moved(logOdds(chance))));
  const { temperature, bias } = calibration.actions;
  return {
    ...model,
    calibration: {
      ...NEUTRAL_CALIBRATION,
      ...calibration,
      purchase: {
        scale: toFourDecimals(SURENESS * purchase.scale),
        offset: toFourDecimals(moved(purchase.offset)),
      },
      bands: { likely: limit(bands.likely), unlikely: limit(bands.unlikely) },
      first: {
        conversion: CONVERSION,
        cart: toFourDecimals(at.cart),
        bounce: toFourDecimals(softmax(actions, temperature, bias)[ACTION_TYPES.length]),
      },
    },
  };
}
