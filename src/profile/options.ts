import { categoryPath } from '../encoding/category-path.js';
import type { Item } from '../events/item.js';
import { parseCategory } from '../events/parse-field.js';
import { badOption } from '../lib/bad-option.js';
import { callbackFailed } from '../lib/callback-failed.js';
import { PredictorError } from '../lib/errors.js';
import { distance } from '../lib/nearest.js';
import { ownFields } from '../lib/own-fields.js';
import type { Facts } from './facts.js';
import { ENGLISH, type ProfileTexts } from './words.js';

/** What `profile()` may be given. */
export interface ProfileOptions {
  /**
   * Categories that no portrait may speak of, such as `['Health', 'Women/Lingerie']`: each with all below
   * it, upper case or not. Or a predicate, also asked about lists, with an empty id. Events of an excluded
   * product are not read at all. If it throws, the product is excluded.
   */
  exclude?: string | readonly string[] | ((item: Item) => boolean);
  /** Sentences of your own, in the language of whoever reads them; see `ProfilePhrase`. */
  texts?: ProfileTexts;
}

/** The options as they are used. */
export interface ReadOptions {
  isExcluded(facts: Facts): boolean;
  /** Reports excluded categories that look like a mistake: there are none such, but one nearly. */
  tellUnknown(known: Iterable<string>): void;
  texts: ProfileTexts;
}

/** What a sentence may hold, and what other libraries have in the place of `{name}`. */
const OURS = /\{(name|times|visits|items)\}/g;
const PLACEHOLDER = /[{}]|%[sd@]|\$\d/;

/** @returns undefined where anything is wrong: a portrait must not show what was meant to be left out. */
export function readOptions(
  given: ProfileOptions | undefined,
  onFault: (error: PredictorError) => void,
): ReadOptions | undefined {
  let isWrong = false;
  const tell = (error: PredictorError) => {
    isWrong = true;
    onFault(error);
  };
  try {
    const { exclude, texts } = ownFields<ProfileOptions>(
      'profile',
      given,
      { exclude: 'slf', texts: 'o' },
      tell,
    );
    const kinds = Object.fromEntries(Object.keys(ENGLISH).map((phrase) => [phrase, 'sf']));
    const own = ownFields<ProfileTexts>('profile.texts', texts, kinds, tell);
    for (const [phrase, text] of Object.entries(own))
      if (typeof text === 'string' && PLACEHOLDER.test(text.replace(OURS, '')))
        tell(badOption(`profile.texts.${phrase}`, text));
    const paths = new Set<string>();
    for (const one of typeof exclude === 'function' ? [] : [exclude ?? []].flat()) {
      const path = categoryPath({ id: '', category: parseCategory(one) });
      if (path) paths.add(path);
      else tell(badOption('profile.exclude', one));
    }
    if (isWrong) return undefined;
    const met = new Set<string>();
    return {
      isExcluded: typeof exclude === 'function' ? askedOf(exclude, onFault) : within(paths, met),
      tellUnknown: (known) =>
        tellUnknown(
          [...paths].filter((path) => !met.has(path)),
          known,
          onFault,
        ),
      texts: own,
    };
  } catch (thrown) {
    // A getter or a proxy threw.
    onFault(callbackFailed('profile', thrown));
    return undefined;
  }
}

/** @param met receives each path that something was in. */
function within(paths: ReadonlySet<string>, met: Set<string>) {
  return ({ path }: Facts) => {
    for (const one of paths) {
      if (path !== one && !path.startsWith(`${one}/`)) continue;
      met.add(one);
      return true;
    }
    return false;
  };
}

function askedOf(exclude: (item: Item) => boolean, onFault: (error: PredictorError) => void) {
  let isTold = false;
  return ({ item, names }: Facts) => {
    try {
      const answer: unknown = exclude({ ...item, category: [...names] });
      if (!Object(answer).then) return !!answer;
      throw new TypeError('returns a promise');
    } catch (thrown) {
      if (!isTold) onFault(callbackFailed('profile.exclude', thrown));
      isTold = true;
      return true;
    }
  };
}

function tellUnknown(
  paths: readonly string[],
  known: Iterable<string>,
  onFault: (error: PredictorError) => void,
): void {
  const all = [...known];
  for (const path of paths) {
    const meant = all.find(
      (one) =>
        one.endsWith(`/${path}`) ||
        (path.length > 3 &&
          Math.abs(one.length - path.length) < 3 &&
          distance(one, path) <= Math.min(2, path.length / 4)),
    );
    if (!meant) continue;
    const message = `profile.exclude: there is no category "${path}". Did you mean "${meant}"?`;
    onFault(new PredictorError('BAD_OPTION', 'profile.exclude', { message }));
  }
}
