import { badOption } from '../lib/bad-option.js';
import { callbackFailed } from '../lib/callback-failed.js';
import type { PredictorError } from '../lib/errors.js';
import { ownFields } from '../lib/own-fields.js';
import type { RankRules } from './rank.js';

const KINDS: Readonly<Record<keyof RankRules, string>> = {
  available: 'b',
  boost: 'o',
  diversify: 'p',
  exclude: 'lsf',
  fallback: 'ls',
  filter: 'f',
  justBought: 'b',
  k: 'n',
  maxPerCategory: 'n',
  minProbability: 'p',
  only: 'l',
  pinned: 'ls',
};

/** The words that a rule has besides ids; then what is nearly one, or is one of another rule. */
const WORD = /^(exclude:(current|in-cart|purchased|seen)|fallback:(popular|recent|none))$/;
const NEARLY =
  /^[ef]\w+:(cur|in.?c|cart$|purc|bought|se[ae]|view|pop|rec|no|best|trend)|:(current|in-cart|purchased|seen|popular|recent)$/i;

/**
 * Rules that anybody may have written: those that cannot be used are reported and left out, and what a
 * function throws is reported and counts as if the function were not there.
 * @param isKnown whether there is an item of this id.
 */
export function readRules(
  given: RankRules | undefined,
  onFault: (error: PredictorError) => void,
  isKnown: (id: string) => boolean,
): RankRules {
  try {
    const rules = ownFields<RankRules>('rules', given, KINDS, onFault);
    for (const name of ['exclude', 'fallback', 'filter', 'only', 'pinned'] as const) {
      for (const one of [rules[name]].flat() as unknown[]) {
        const said = `${name}:${one}`;
        // A product or a function in a list is no id.
        const isNone = Object(one) === one;
        if (isNone && one === rules[name])
          rules[name] = harmless(name, one as object, onFault) as never;
        else if (isNone || (NEARLY.test(said) && !WORD.test(said) && !isKnown(one as string)))
          onFault(badOption(`rules.${name}`, one));
      }
    }
    return rules;
  } catch (thrown) {
    // A getter or a proxy threw.
    onFault(callbackFailed('rules', thrown));
    return {};
  }
}

function harmless(name: string, test: object, onFault: (error: PredictorError) => void) {
  let isTold = false;
  return (item: unknown): boolean => {
    try {
      const answer = (test as (item: unknown) => unknown)(item);
      if (!Object(answer).then) return !!answer;
      throw new TypeError('returns a promise');
    } catch (thrown) {
      // An error an item would be slow.
      if (!isTold) onFault(callbackFailed(`rules.${name}`, thrown));
      isTold = true;
      // An item stays: the filter did not speak of it.
      return name === 'filter';
    }
  };
}
