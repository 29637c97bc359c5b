import type { PredictorError } from '../lib/errors.js';
import type { Profile } from './portrait.js';
import type { Taste } from './taste.js';
import type { Tools } from './tools.js';

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

/** A sentence of a portrait. */
export type ProfilePhrase =
  | `${'brand' | 'category'}.${'catalog' | 'even' | 'log'}`
  | `price.${'high' | 'low' | 'middle'}`
  | 'comparison'
  | `pace.${'quick' | 'slow' | 'usual'}`
  | `stage.${'bought' | 'browsing' | 'comparing' | 'deciding'}`
  | `visitor.${'new' | 'returning' | 'unknown'}`;

/** `{name}`, `{times}`, `{visits}` and `{items}` stand for what a sentence is about. */
export type Sentences = Readonly<Record<ProfilePhrase, string>>;

export const ENGLISH: Sentences = {
  'brand.catalog': 'Views {name} {times} times as often as its part of the catalog would bring.',
  'brand.even': 'Views {name} {times} times as often as at a brand on average.',
  'brand.log': 'Views {name} {times} times as often as other shoppers do.',
  'category.catalog': 'Views {name} {times} times as often as its part of the catalog would bring.',
  'category.even': 'Views {name} {times} times as often as at a category on average.',
  'category.log': 'Views {name} {times} times as often as other shoppers do.',
  comparison: 'Compares in {name}: {items}.',
  'pace.quick': 'Moves quicker than in earlier visits.',
  'pace.slow': 'Moves slower than in earlier visits.',
  'pace.usual': 'Moves as quickly as in earlier visits.',
  'price.high': 'Views the dearest third of a category.',
  'price.low': 'Views the cheapest third of a category.',
  'price.middle': 'Views the middle third of the prices of a category.',
  'stage.bought': 'Has ordered in this visit.',
  'stage.browsing': 'Is browsing.',
  'stage.comparing': 'Is comparing products.',
  'stage.deciding': 'Is deciding.',
  'visitor.new': 'No earlier visit is kept on this device.',
  'visitor.returning': 'Has been here before: this history holds {visits} visits.',
  'visitor.unknown': 'Whether they have been here before is not known.',
};

/** Sentences of the shop's own, in any language: a text, or a function that gives one. */
export type ProfileTexts = Partial<
  Record<ProfilePhrase, string | ((about: ProfileSubject) => string)>
>;

const MAX_LENGTH = 500;
const OURS = /\{(name|times|visits|items)\}/g;
/** What other libraries have in the place of `{name}`. */
const PLACEHOLDER = /[{}]|%[sd@]|\$\d/;
/** A reading below is told, but is no sentence of the portrait. */
const LEAST_SAID = 0.8;

/**
 * Says each reading, in the shop's words or in English, and gives the sentences of those that are sure.
 * Texts that cannot be used are reported, and ours are said.
 * @param nameOf the name of a product, else its id.
 * @param inOther says a phrase in another language than English.
 */
export function putIntoWords(
  profile: Profile,
  given: unknown,
  nameOf: (id: string) => string,
  onFault: (error: PredictorError) => void,
  [badOption, callbackFailed, ownFields]: Tools,
  inOther?: (phrase: ProfilePhrase, about: ProfileSubject) => string,
): string[] {
  profile.lang ??= 'en';
  const kinds = Object.fromEntries(Object.keys(ENGLISH).map((phrase) => [phrase, 'sf']));
  const texts = ownFields<ProfileTexts>('profile.texts', given as ProfileTexts, kinds, onFault);
  const fill = (text: string, { name = '', times = 0, visits = 0, items = [] }: ProfileSubject) => {
    const parts: Record<string, unknown> = {
      name,
      visits,
      times: times.toFixed(1),
      items: items.join(', '),
    };
    return text.replace(OURS, (_, part: string) => `${parts[part]}`);
  };
  const say = (phrase: ProfilePhrase, about: ProfileSubject = {}): string => {
    const own = texts[phrase];
    try {
      const text: unknown = typeof own === 'function' ? own(about) : own && fill(own, about);
      if (typeof text === 'string') return text.slice(0, MAX_LENGTH);
      if (own) throw new TypeError('gives no text');
    } catch (thrown) {
      onFault(callbackFailed(`profile.texts.${phrase}`, thrown));
      delete texts[phrase];
    }
    return inOther ? inOther(phrase, about) : fill(ENGLISH[phrase], about);
  };
  for (const [phrase, text] of Object.entries(texts)) {
    if (typeof text !== 'string' || !PLACEHOLDER.test(text.replace(OURS, ''))) continue;
    onFault(badOption(`profile.texts.${phrase}`, text));
    delete texts[phrase as ProfilePhrase];
  }

  const { categories, brands, prices, comparing, stage, pace, visitor } = profile;
  for (const taste of categories) taste.text = say(`category.${taste.against}`, about(taste));
  for (const taste of brands) taste.text = say(`brand.${taste.against}`, about(taste));
  for (const taste of prices) taste.text = say(`price.${taste.name as 'low'}`, about(taste));
  for (const one of comparing)
    one.text = say('comparison', { name: one.name, items: one.items.map(nameOf) });
  if (stage) stage.text = say(`stage.${stage.kind}`);
  if (pace) pace.text = say(`pace.${pace.kind}`);
  if (visitor) visitor.text = say(`visitor.${visitor.kind}`, { visits: visitor.visits });
  const told = [
    ...[visitor, stage, ...comparing.slice(0, 2), ...categories.slice(0, 3)],
    ...[...brands.slice(0, 2), ...prices.slice(0, 1), pace],
  ];
  return told.flatMap((one) => (one && one.strength >= LEAST_SAID ? one.text : []));
}

const about = ({ name, lift }: Taste): ProfileSubject => ({ name, times: lift });
