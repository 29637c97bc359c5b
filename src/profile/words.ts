import { callbackFailed } from '../lib/callback-failed.js';
import type { PredictorError } from '../lib/errors.js';

/** What a sentence is about; what it does not need is absent. */
export interface ProfileSubject {
  /** A category path or a brand. */
  name?: string;
  /** The lift of a taste. */
  times?: number;
  /** Visits kept. */
  visits?: number;
  /** Names of the products that are compared, else their ids. */
  items?: readonly string[];
}

/** The sentences of a portrait: `{name}`, `{times}`, `{visits}` and `{items}` stand for what it is about. */
export const ENGLISH = {
  'brand.catalog': 'Looks at {name} {times} times as often as its part of the catalog would bring.',
  'brand.even': 'Looks at {name} {times} times as often as at a brand on average.',
  'brand.log': 'Looks at {name} {times} times as often as other shoppers do.',
  'category.catalog':
    'Looks at {name} {times} times as often as its part of the catalog would bring.',
  'category.even': 'Looks at {name} {times} times as often as at a category on average.',
  'category.log': 'Looks at {name} {times} times as often as other shoppers do.',
  comparison: 'Compares in {name}: {items}.',
  'pace.quick': 'Moves quicker than in earlier visits.',
  'pace.slow': 'Moves slower than in earlier visits.',
  'pace.usual': 'Moves as quickly as in earlier visits.',
  'price.high': 'Looks at the dearest third of a category.',
  'price.low': 'Looks at the cheapest third of a category.',
  'price.middle': 'Looks at the middle third of the prices of a category.',
  'stage.bought': 'Has ordered in this visit.',
  'stage.browsing': 'Is browsing.',
  'stage.comparing': 'Is comparing products.',
  'stage.deciding': 'Is deciding.',
  'visitor.new': 'No earlier visit is kept on this device.',
  'visitor.returning': 'Has been here before: this history holds {visits} visits.',
  'visitor.unknown': 'Whether they have been here before is not known.',
} as const;

/** A sentence of a portrait. */
export type ProfilePhrase = keyof typeof ENGLISH;

/** Sentences of the shop's own, in any language: a text, or a function that gives one. */
export type ProfileTexts = Partial<
  Record<ProfilePhrase, string | ((about: ProfileSubject) => string)>
>;

export type Say = (phrase: ProfilePhrase, about?: ProfileSubject) => string;

const MAX_LENGTH = 500;

/** Fills the shop's sentences, else ours. A function that fails is reported, and ours is said. */
export function sayIn(texts: ProfileTexts, onFault: (error: PredictorError) => void): Say {
  const failed = new Set<string>();
  return (phrase, about = {}) => {
    const own = texts[phrase];
    if (typeof own !== 'function') return fill(own ?? ENGLISH[phrase], about);
    try {
      const text: unknown = own(about);
      if (typeof text === 'string') return text.slice(0, MAX_LENGTH);
      throw new TypeError('gives no text');
    } catch (thrown) {
      if (!failed.has(phrase)) onFault(callbackFailed(`profile.texts.${phrase}`, thrown));
      failed.add(phrase);
      return fill(ENGLISH[phrase], about);
    }
  };
}

function fill(text: string, { name = '', times = 0, visits = 0, items = [] }: ProfileSubject) {
  const parts: Readonly<Record<string, string>> = {
    name,
    times: times.toFixed(1),
    visits: `${visits}`,
    items: items.join(', '),
  };
  return text.replace(/\{(name|times|visits|items)\}/g, (_, part: string) => parts[part]);
}
