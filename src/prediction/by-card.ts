import type { Token } from '../encoding/token.js';
import type { Output } from '../engine/engine.js';
import type { Calibration } from '../model/model.js';

/** What a card, or the shopper's own past, makes of a model's answers. */
export interface ByCard {
  calibration: Calibration;
  /** Changes an answer by the history it was given for. */
  change(output: Output, history: readonly Token[]): Output;
}

/** An answer with other logits of the next action. */
export const withActions = (
  output: Output,
  logit: (given: number, action: number) => number,
): Output => ({
  actions: output.actions.map(logit),
  intent: output.intent,
  items: (...asked) => output.items(...asked),
});
