import { badOption } from '../lib/bad-option.js';
import { callbackFailed } from '../lib/callback-failed.js';
import type { PredictorError } from '../lib/errors.js';
import { ownFields } from '../lib/own-fields.js';
import type { Reason } from '../prediction/prediction.js';

/** What a shopper reads: the reasons of products, and `shelf`, the name of a list without a heading. */
export type Phrase = Reason['kind'] | 'shelf';

/** The words of a language; `{name}` stands for the category or brand. */
export type Table = Readonly<Record<Phrase, string>>;

/** What a text is about, for one that is a function. */
export interface TextSubject {
  /** The category of `same-category`, the brand of `same-brand`; else empty. */
  name: string;
  /** The language that is asked for, as `lang` has it; empty where the page names none. */
  lang: string;
}

/** Words of a shop's own, a text or a function each. */
export type Texts = Partial<Record<Phrase, string | ((about: TextSubject) => string)>>;

/** What each phrase of a shop's own may be. */
const KINDS: Readonly<Record<Phrase, string>> = {
  'bought-before': 'sf',
  'in-cart': 'sf',
  'often-next': 'sf',
  popular: 'sf',
  'same-brand': 'sf',
  'same-category': 'sf',
  seen: 'sf',
  shelf: 'sf',
};
export const PHRASES = Object.keys(KINDS) as Phrase[];
const NAMED = /^same-/;
const MAX_LENGTH = 200;
/** What other libraries have in the place of `{name}`: a shopper must not read it. */
const PLACEHOLDER = /[{}]|%[sd@]|\$\d/;

/** The texts of a shop; those that cannot be used are reported and left out. */
export function readTexts(given: unknown, onFault: (error: PredictorError) => void): Texts {
  let texts: Texts = {};
  try {
    texts = ownFields<Texts>('texts', given as Texts, KINDS, onFault);
  } catch (thrown) {
    // A getter or a proxy threw.
    onFault(callbackFailed('texts', thrown));
  }
  for (const phrase of PHRASES) {
    const text = texts[phrase];
    if (typeof text !== 'string') continue;
    const rest = NAMED.test(phrase) ? text.replaceAll('{name}', '') : text;
    if (text.length <= MAX_LENGTH && !PLACEHOLDER.test(rest)) continue;
    onFault(badOption(`texts.${phrase}`, text));
    delete texts[phrase];
  }
  return texts;
}

/**
 * Asks a function of the shop for its text. One that throws, or gives no text, is reported once and counts
 * as if it were not there.
 */
export function createAsker(lang: string, onFault: (error: PredictorError) => void) {
  const failed = new Set<unknown>();
  return (
    phrase: Phrase,
    text: (about: TextSubject) => unknown,
    name: string,
  ): string | undefined => {
    try {
      const answer = text({ name, lang });
      if (typeof answer === 'string') return answer.slice(0, MAX_LENGTH);
      throw new TypeError(`gives ${answer === null ? 'null' : typeof answer}, not a text`);
    } catch (thrown) {
      // It is asked for each product of each prediction.
      if (!failed.has(phrase)) onFault(callbackFailed(`texts.${phrase}`, thrown));
      failed.add(phrase);
      return undefined;
    }
  };
}
