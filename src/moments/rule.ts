import type { ShopEvent } from '../events/event.js';
import type { Item } from '../events/item.js';
import { isObject, parseCategory, parseId, parseNumber } from '../events/parse-field.js';
import type { Band, Prediction } from '../prediction/prediction.js';

/** A chance, 0 … 1: strictly above, strictly below, or between both. */
export interface Threshold {
  above?: number;
  below?: number;
}

/** When it is time to act: everything that is named must hold. */
export interface MomentRule {
  /** Chance that this session buys before it ends: `intent.purchase`. */
  purchase?: Threshold;
  /** Chance that this session puts something into the cart before it ends: `intent.cart`. */
  cart?: Threshold;
  /** Where `intent.purchase` stands among the shop's sessions; one of a list is enough. */
  band?: Band | readonly Band[];
  /** Chance that nothing follows, the session ends here: `actions.leave`. */
  leave?: Threshold;
  /** Chances that the very next event is of this kind: `actions`. */
  click?: Threshold;
  remove?: Threshold;
  wishlist?: Threshold;
  checkout?: Threshold;
  search?: Threshold;
  category?: Threshold;
  /** The item of the session's last event that has one: one of the ids, or in one of the categories (`'Garden/Chairs'`). */
  item?: { id?: string | readonly string[]; category?: string | readonly string[] };
  /** Events of this session so far. */
  events?: { atLeast: number };
}

/** What a rule is held against. */
export interface Situation {
  prediction: Prediction;
  /** Of this session, oldest first; never empty. */
  events: readonly ShopEvent[];
  item(id: string): Item | undefined;
}

type Holds = (situation: Situation) => boolean;

const NEXT = ['leave', 'click', 'remove', 'wishlist', 'checkout', 'search', 'category'] as const;
const BANDS: readonly unknown[] = ['likely', 'undecided', 'unlikely'] satisfies Band[];

/**
 * Reads a rule that anybody may have written. One that cannot be read must not act on everybody, so
 * nothing of it is left out.
 * @returns the test, or the name of the field that is wrong.
 */
export function readRule(rule: unknown): Holds | string {
  if (!isObject(rule)) return 'when';
  const tests: Holds[] = [];
  for (const name of Object.keys(rule)) {
    if (rule[name] === undefined) continue;
    const test = readTest(name, rule[name]);
    if (!test) return `when.${name}`;
    tests.push(test);
  }
  return (situation) => tests.every((test) => test(situation));
}

function readTest(name: string, value: unknown): Holds | undefined {
  if (name === 'purchase' || name === 'cart') {
    const within = readThreshold(value);
    return within && (({ prediction }) => within(prediction.intent[name]));
  }
  const next = NEXT.find((action) => action === name);
  if (next) {
    const within = readThreshold(value);
    return within && (({ prediction }) => within(prediction.actions[next]));
  }
  if (name === 'band') {
    const bands: unknown[] = [value].flat();
    if (!bands.length || !bands.every((band) => BANDS.includes(band))) return undefined;
    return ({ prediction }) => bands.includes(prediction.intent.band);
  }
  if (name === 'events') {
    const least = only(value, ['atLeast']) && parseNumber(value.atLeast, 0, 1e6);
    return typeof least === 'number' ? ({ events }) => events.length >= least : undefined;
  }
  return name === 'item' ? readItem(value) : undefined;
}

function readThreshold(value: unknown): ((chance: number) => boolean) | undefined {
  if (!only(value, ['above', 'below'])) return undefined;
  const [above, below] = [value.above, value.below].map((limit) =>
    typeof limit === 'number' ? parseNumber(limit, 0, 1) : undefined,
  );
  const asked = [value.above, value.below].filter((limit) => limit !== undefined).length;
  if (!asked || asked !== [above, below].filter((limit) => limit !== undefined).length) {
    return undefined;
  }
  return (chance) => chance > (above ?? -1) && chance < (below ?? 2);
}

function readItem(value: unknown): Holds | undefined {
  if (!only(value, ['id', 'category'])) return undefined;
  const list = (given: unknown) => (given === undefined ? [] : [given].flat().slice(0, 1000));
  const ids = list(value.id).map(parseId);
  const paths = list(value.category).map(parseCategory);
  if (ids.length + paths.length === 0 || [...ids, ...paths].includes(undefined)) return undefined;
  return ({ events, item }) => {
    const id = events.reduce<string | undefined>((last, event) => event.item ?? last, undefined);
    if (id === undefined) return false;
    const category = item(id)?.category;
    const inside = paths.some(
      (path) => category && path?.every((level, i) => level === category[i]),
    );
    return ids.includes(id) || inside;
  };
}

/** An object with no other fields than these: a misspelt one must not be read as none. */
function only<K extends string>(value: unknown, names: readonly K[]): value is Record<K, unknown> {
  return isObject(value) && Object.keys(value).every((name) => names.includes(name as K));
}
