import type { Engine } from '../../engine/engine.js';
import { sigmoid, softmax } from '../../engine/softmax.js';
import { type Calibration, NEUTRAL_CALIBRATION } from '../../model/model.js';
import { ACTIONS } from '../../model/tensors.js';
import { baseRates, type Outcomes } from './base-rates.js';
import { calibrateItems } from './calibrate-items.js';
import { type CalibrationInput, collectOutputs } from './collect-outputs.js';
import { itemTemperature } from './item-temperature.js';
import { toFourDecimals } from './rounding.js';
import { type Scaling, scaleLogits } from './scale-logits.js';

/** With fewer labelled positions calibration stays neutral. */
const LEAST_POSITIONS = 50;
/** Takes an action that the log never shows out of the softmax. */
const NEVER = -1e4;

/**
 * Makes chances come true as often as they say. An engine and the validation part of a log come in, the
 * calibration of a model file comes out: vector scaling of the action logits (Guo et al. 2017) and Platt
 * scaling of the intents, both as far as the shoppers of the part can tell (base-rates.ts, scale-logits.ts),
 * one temperature for the items (item-temperature.ts), then the shelf and the item sets (calibrate-items.ts).
 * Without a validation part calibration stays neutral.
 */
export async function calibrate(engine: Engine, input: CalibrationInput): Promise<Calibration> {
  const { log, examples, placed, shops } = input;
  const outputs = await collectOutputs(engine, input);
  const began = log.data.sessionBegan;
  const earlier = log
    .events('train')
    .filter((e) => examples.labelled[e])
    .sort((a, b) => began[a] - began[b]);
  const shoppers = earlier.map((e) => log.data.shopper[e]);
  const before = { labels: earlier.map((e) => examples.nextAction[e]), shoppers };
  const shown = [...new Set([...outputs.nextAction, ...before.labels])];
  if (outputs.actions.length < LEAST_POSITIONS) {
    return {
      ...NEUTRAL_CALIBRATION,
      actions: {
        temperature: 1,
        bias: biasOf(
          shown,
          shown.map(() => 0),
        ),
      },
    };
  }
  const now = { labels: outputs.nextAction, shoppers: outputs.shoppers };
  const places = ({ labels, ...whose }: Outcomes) => ({
    ...whose,
    labels: labels.map((action) => shown.indexOf(action)),
  });
  const actions = fitted(
    outputs.actions.map((logits) => shown.map((action) => logits[action])),
    places(now),
    places(before),
  );
  const intent = (head: 0 | 1) => {
    const bit = (later: number) => (later >> head) & 1;
    const { slope, bias } = fitted(
      outputs.intent.map((logits) => [0, logits[head]]),
      { ...now, labels: outputs.later.map(bit) },
      { ...before, labels: earlier.map((e) => bit(examples.later[e])) },
    );
    return { scale: toFourDecimals(slope), offset: toFourDecimals(bias[1] - bias[0]) };
  };
  const [purchase, cart] = [intent(0), intent(1)];
  const chances = outputs.intent
    .map((logits) => sigmoid(purchase.scale * logits[0] + purchase.offset))
    .sort((a, b) => a - b);
  const quantile = (share: number) =>
    toFourDecimals(chances[Math.floor(share * (chances.length - 1))]);
  const calibration = {
    actions: {
      temperature: toFourDecimals(1 / actions.slope),
      bias: biasOf(shown, actions.bias),
    },
    purchase,
    cart,
    items: { temperature: itemTemperature(outputs.items) },
    // The tenth most likely to buy, and the half least likely.
    bands: { likely: quantile(0.9), unlikely: quantile(0.5) },
  };
  // Where several shops are trained together, no page has this item table.
  return shops ? calibration : calibrateItems(engine, log, examples, placed, calibration);
}

function fitted(logits: number[][], now: Outcomes, before: Outcomes): Scaling {
  const expected = logits[0].map(
    (_, k) => logits.reduce((sum, row) => sum + softmax(row)[k], 0) / logits.length,
  );
  return scaleLogits(logits, now.labels, baseRates(now, before, expected));
}

/** The biases of the actions that the log shows, and none of the chance for the others: [A + 1] */
const biasOf = (shown: readonly number[], biases: readonly number[]): number[] =>
  Array.from({ length: ACTIONS + 1 }, (_, action) => {
    const at = shown.indexOf(action);
    return at < 0 ? NEVER : toFourDecimals(biases[at]);
  });
