import { parseNumber } from '../events/parse-field.js';
import { allowedFields } from '../lib/allowed-fields.js';
import { badOption, oneOf } from '../lib/bad-option.js';
import { callbackFailed } from '../lib/callback-failed.js';
import type { PredictorError } from '../lib/errors.js';
import type { RankRules } from './rank.js';

/** What a rule may be, by the letters in `RULES`. */
const ALLOWED: Readonly<Record<string, string>> = {
  b: 'true or false',
  f: 'a function that answers at once',
  l: 'a list of ids or words',
  n: 'a number from 0',
  o: 'factors by items, category or brand',
  p: 'a number from 0 to 1',
  s: 'one of them',
};

const RULES: Readonly<Record<keyof RankRules, string>> = {
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
const NAMES = Object.keys(RULES);

/** The words of a rule that may also name ids, and what looks like one of them. */
const WORDS: Partial<Record<keyof RankRules, readonly [RegExp, ...string[]]>> = {
  exclude: [
    /^(cur|in.?c|cart$|purc|bought|se|view)/i,
    ...['current', 'in-cart', 'purchased', 'seen'],
  ],
  fallback: [/^(pop|rec|no|best|trend|rand)/i, 'popular', 'recent', 'none'],
};

/** Numbers may be text, as in an attribute. */
const fits = (value: unknown, letter: string): boolean =>
  /[np]/.test(letter)
    ? parseNumber(value, 0, letter === 'p' ? 1 : Infinity) !== undefined
    : (Array.isArray(value) ? 'list' : typeof value)[0] === letter;

/**
 * Rules that anybody may have written: those that cannot be used are reported and left out, and what a
 * function throws is reported and counts as if the function were not there.
 */
export function readRules(
  given: RankRules | undefined,
  onFault: (error: PredictorError) => void,
  /** Whether there is an item of this id. */
  isKnown: (id: string) => boolean,
): RankRules {
  const rules: Record<string, unknown> = {};
  try {
    const own = Object.entries(allowedFields('rules', given, NAMES, onFault));
    for (const [name, value] of own as [keyof RankRules, unknown][]) {
      const letters = [...(RULES[name] ?? '')];
      // `null` is how a page says that it has no such rule.
      if (value == null || !letters.length) continue;
      const path = `rules.${name}`;
      const refuse = (what: unknown, allowed: string) =>
        onFault(badOption(path, what, allowed, 'It is ignored.'));
      if (letters.some((letter) => fits(value, letter)))
        rules[name] = typeof value === 'function' ? harmless(path, value, onFault) : value;
      else refuse(value, letters.map((letter) => ALLOWED[letter]).join(', or '));
      const [looksLike, ...words] = WORDS[name] ?? [/$^/];
      for (const id of [value].flat() as string[]) {
        if (looksLike?.test(id) && !words.includes(id) && !isKnown(id))
          refuse(id, `an id, or ${oneOf(words)}`);
      }
    }
  } catch (thrown) {
    // A getter or a proxy threw.
    onFault(callbackFailed('rules', thrown, 'They are ignored.'));
  }
  return rules;
}

function harmless(path: string, test: object, onFault: (error: PredictorError) => void) {
  let isTold = false;
  return (item: unknown): boolean => {
    try {
      const answer = (test as (item: unknown) => unknown)(item);
      if (typeof Object(answer).then !== 'function') return !!answer;
      throw new TypeError('it returns a promise');
    } catch (thrown) {
      // An error an item would be slow.
      if (!isTold) onFault(callbackFailed(path, thrown, 'The shelf goes on without it.'));
      isTold = true;
      // An item stays: the filter did not speak of it.
      return path === 'rules.filter';
    }
  };
}
