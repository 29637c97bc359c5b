import { parseId } from '../events/parse-field.js';
import { shown } from '../lib/bad-option.js';
import { PredictorError } from '../lib/errors.js';
import { type Kinds, ownFields } from '../lib/own-fields.js';
import type { Prediction } from '../prediction/prediction.js';
import { readRule } from './read-rule.js';
import type { MomentRule } from './rule.js';

const ONCE = ['session', 'page', 'visitor', 'always'] as const;

export interface MomentOptions {
  /** The rule's name in `lift()`; its arm is kept under it over page loads. Default: the rule as JSON. */
  id?: string;
  /**
   * How often at most, for one shopper on this device: `'session'` (default), `'page'` (load),
   * `'visitor'` (as long as the history is kept), or `'always'` when the rule starts to hold.
   */
  once?: (typeof ONCE)[number];
  /** Share of shoppers, 0 … 1, who are held out, to compare with; default 0. */
  holdout?: number;
  /** At least this many minutes between two moments of this rule; default 0. */
  cooldownMinutes?: number;
  /** True: also act on predictions of the baselines, which serve while there is no model; default false. */
  baselines?: boolean;
}

const KINDS: Kinds = {
  baselines: 'b',
  cooldownMinutes: 'n',
  holdout: 'p',
  id: 'a',
  once: (value) => value === null || ONCE.some((one) => one === value),
};

/** A watched rule and what to do at its moment. */
export interface Watch extends Required<MomentOptions> {
  holds: Exclude<ReturnType<typeof readRule>, string>;
  act: (prediction: Prediction) => void;
  /** It compares a chance of `intent` with a number. */
  needsChances: boolean;
  /** The session in which it was checked last, and whether it held then. */
  last?: { session: string; held: boolean };
}

/** Undefined for a rule that cannot be read; a bad option is reported and its default used. */
export function readWatch(
  onFault: (error: PredictorError) => void,
  rule: unknown,
  act: unknown,
  given?: MomentOptions,
): Watch | undefined {
  const refuse = (what: string) => {
    const message = `The rule ${shown(rule)} never acts: ${what}`;
    return void onFault(new PredictorError('BAD_OPTION', what, { message }));
  };
  try {
    const holds = readRule(rule);
    if (typeof holds === 'string') return refuse(holds);
    if (typeof act !== 'function') return refuse('when: act');
    const options = ownFields<MomentOptions>('when: options', given, KINDS, onFault);
    const id = parseId(options.id ?? JSON.stringify(rule));
    if (!id) return refuse('when: id');
    return {
      id,
      holds,
      act: act as Watch['act'],
      needsChances: /"(purchase|cart)":/.test(JSON.stringify((rule as MomentRule).intent ?? '')),
      once: options.once ?? 'session',
      holdout: Number(options.holdout ?? 0),
      cooldownMinutes: Number(options.cooldownMinutes ?? 0),
      baselines: options.baselines === true,
    };
  } catch {
    // A getter threw.
    return refuse('when');
  }
}
