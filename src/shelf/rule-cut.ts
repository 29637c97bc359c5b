import type { Prediction } from '../prediction/prediction.js';
import type { RankRules } from '../prediction/rank.js';

/** Whoever cuts the last prediction by other rules: a predictor. */
interface Cutter {
  getSnapshot(rules: RankRules): Prediction;
}

/**
 * For a component that passes its rules at every render, usually written in place. Cuts again when the
 * prediction, a value in the rules or a function in them differs. The result stays the same object while its
 * content is the same: rules with an inline function are cut at every render and so never out of date, yet
 * an effect that depends on the result runs only when there is something new.
 */
export function createRuleCut(): (
  by: Cutter,
  snapshot: Prediction,
  rules: RankRules,
) => Prediction {
  let before: readonly unknown[] = [];
  let result: Prediction;
  let text: string;
  return (by, snapshot, rules) => {
    const functions: unknown[] = [];
    const data = JSON.stringify(rules, (_, value) =>
      typeof value === 'function' ? `function ${functions.push(value)}` : value,
    );
    const inputs = [by, snapshot, data, ...functions];
    const isSame = inputs.length === before.length && inputs.every((one, i) => one === before[i]);
    before = inputs;
    if (isSame) return result;
    const next = by.getSnapshot(rules);
    const nextText = JSON.stringify(next);
    if (nextText !== text) result = next;
    text = nextText;
    return result;
  };
}
