import type { Engine } from '../../engine/engine.js';
import { sigmoid } from '../../engine/softmax.js';
import { type Calibration, NEUTRAL_CALIBRATION } from '../../model/model.js';
import { calibrateItems } from './calibrate-items.js';
import { type CalibrationInput, collectOutputs } from './collect-outputs.js';
import { itemTemperature } from './item-temperature.js';
import { platt } from './platt.js';
import { toFourDecimals } from './rounding.js';
import { startingBias, vectorScaling } from './vector-scaling.js';

/** With fewer labelled positions calibration stays neutral. */
const LEAST_POSITIONS = 50;

/**
 * Makes chances come true as often as they say. An engine and the validation part of a log come in, the
 * calibration of a model file comes out: vector scaling of the action logits (vector-scaling.ts), Platt
 * scaling of the intents (platt.ts), one temperature for the items (item-temperature.ts), then the shelf and
 * the item sets (calibrate-items.ts). Without a validation part calibration stays neutral.
 */
export async function calibrate(engine: Engine, input: CalibrationInput): Promise<Calibration> {
  const { log, examples, placed, shops } = input;
  const outputs = await collectOutputs(engine, input);
  const shown = new Set(outputs.nextAction);
  for (const e of log.events('train')) {
    if (examples.labelled[e]) shown.add(examples.nextAction[e]);
  }
  if (outputs.actions.length < LEAST_POSITIONS) {
    return { ...NEUTRAL_CALIBRATION, actions: { temperature: 1, bias: startingBias(shown) } };
  }
  const intentLogits = (head: number) => outputs.intent.map((logits) => logits[head]);
  const purchase = platt(
    intentLogits(0),
    outputs.later.map((bits) => bits & 1),
  );
  const cart = platt(
    intentLogits(1),
    outputs.later.map((bits) => bits >> 1),
  );
  const chances = intentLogits(0)
    .map((logit) => sigmoid(purchase.scale * logit + purchase.offset))
    .sort((a, b) => a - b);
  const quantile = (share: number) =>
    toFourDecimals(chances[Math.floor(share * (chances.length - 1))]);
  const calibration = {
    actions: vectorScaling(outputs.actions, outputs.nextAction, shown),
    purchase,
    cart,
    items: { temperature: itemTemperature(outputs.items) },
    // The tenth most likely to buy, and the half least likely.
    bands: { likely: quantile(0.9), unlikely: quantile(0.5) },
  };
  // Where several shops are trained together, no page has this item table.
  return shops ? calibration : calibrateItems(engine, log, examples, placed, calibration);
}
