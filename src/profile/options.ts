import { categoryPath } from '../encoding/category-path.js';
import type { Item } from '../events/item.js';
import type { PredictorError } from '../lib/errors.js';
import type { Facts } from './facts.js';
import type { Tools } from './tools.js';
import type { ProfileTexts } from './words.js';

/** What `profile()` may be given. */
export interface ProfileOptions {
  /**
   * Categories that no portrait may speak of, such as `['Health', 'Women/Lingerie']`: each with all below
   * it, upper case or not. Or a predicate, also asked about lists, with an empty id. Events of an excluded
   * product are not read at all. If it throws, the product is excluded.
   */
  exclude?: readonly string[] | ((item: Item) => boolean);
  /** Sentences of your own, in the language of whoever reads them. */
  texts?: ProfileTexts;
}

/** The options as they are used. */
export interface ReadOptions {
  isExcluded(facts: Facts): boolean;
  /** Excluded categories that nothing was in. */
  unmet(): string[];
  texts?: ProfileTexts;
}

/** @returns undefined where `exclude` cannot be read: a portrait must not show what was to be left out. */
export function readOptions(
  given: ProfileOptions | undefined,
  onFault: (error: PredictorError) => void,
  [badOption, callbackFailed, ownFields, parseCategory]: Tools,
): ReadOptions | undefined {
  let isWrong = false;
  const tell = (error: PredictorError) => {
    isWrong = true;
    onFault(error);
  };
  try {
    const kinds = { exclude: 'lf', texts: 'o' };
    const { exclude = [], texts } = ownFields<ProfileOptions>('profile', given, kinds, tell);
    const unmet = new Set<string>();
    const tests: ((item: Item) => unknown)[] = [];
    const listed = [exclude ?? []].flat() as (string | ((item: Item) => unknown))[];
    const paths = listed.flatMap((one) => {
      if (typeof one === 'function') {
        tests.push(one);
        return [];
      }
      const path = categoryPath({ id: '', category: parseCategory(one) });
      if (!path) tell(badOption('profile.exclude', one));
      unmet.add(path);
      return path;
    });
    const isWithin = ({ path }: Facts) => {
      const found = paths.find((one) => path === one || path.startsWith(`${one}/`));
      return found !== undefined && (unmet.delete(found) || true);
    };
    const isMeant = ({ item, names }: Facts, test: (typeof tests)[number]) => {
      try {
        const answer = test({ ...item, category: [...names] });
        if (!Object(answer).then) return !!answer;
        throw new TypeError('returns a promise');
      } catch (thrown) {
        onFault(callbackFailed('profile.exclude', thrown));
        return true;
      }
    };
    const isExcluded = (facts: Facts) =>
      isWithin(facts) || tests.some((test) => isMeant(facts, test));
    return isWrong ? undefined : { isExcluded, unmet: () => [...unmet], texts };
  } catch (thrown) {
    // A getter or a proxy threw.
    onFault(callbackFailed('profile', thrown));
    return undefined;
  }
}
