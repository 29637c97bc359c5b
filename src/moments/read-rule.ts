import { ACTION_TYPES, type NextAction, type ShopEvent } from '../events/event.js';
import type { Item } from '../events/item.js';
import { isObject, parseCategory, parseId, parseNumber } from '../events/parse-field.js';
import type { Band, Prediction } from '../prediction/prediction.js';

/** What a rule is tested on. */
export interface Situation {
  prediction: Prediction;
  /** Of this session, oldest first; never empty. */
  events: readonly ShopEvent[];
  item(id: string): Item | undefined;
}

type Holds = (situation: Situation) => boolean;
type Read = (value: unknown) => Holds | undefined;

const BANDS: readonly unknown[] = ['likely', 'undecided', 'unlikely'] satisfies Band[];
const NEXT: readonly NextAction[] = [...ACTION_TYPES, 'leave'];

/** The reader of each field of a rule; `intent` and `actions` are groups of fields. */
const FIELDS: Readonly<Record<string, Read | Readonly<Record<string, Read>>>> = {
  intent: {
    purchase: (value) => chance(value, ({ prediction }) => prediction.intent.purchase),
    cart: (value) => chance(value, ({ prediction }) => prediction.intent.cart),
    band: readBand,
  },
  actions: Object.fromEntries(
    NEXT.map((action): [string, Read] => [
      action,
      (value) => chance(value, ({ prediction }) => prediction.actions[action]),
    ]),
  ),
  item: readItem,
  events: readEvents,
};

/**
 * Reads a rule that anybody may have written. No field is ignored: a rule read in part would act on too
 * many shoppers.
 * @returns the test, or the name of the field that is wrong.
 */
export function readRule(rule: unknown): Holds | string {
  return readGroup('when', rule, FIELDS);
}

function readGroup(path: string, given: unknown, fields: typeof FIELDS): Holds | string {
  if (!isObject(given)) return path;
  const tests: Holds[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const field = `${path}.${name}`;
    if (!Object.hasOwn(fields, name)) return field + hint(path, name);
    const read = fields[name];
    const test = typeof read === 'function' ? read(value) : readGroup(field, value, read);
    if (typeof test !== 'function') return test ?? field;
    tests.push(test);
  }
  return (situation) => tests.every((test) => test(situation));
}

/** The new place of a field of the flat shape, `{ purchase, leave }`. */
function hint(path: string, name: string): string {
  if (path !== 'when') return '';
  for (const group of ['intent', 'actions']) {
    if (Object.hasOwn(FIELDS[group], name)) return `: use ${group}.${name}`;
  }
  return '';
}

function chance(value: unknown, of: (situation: Situation) => number): Holds | undefined {
  const limits = fieldsOf(value, ['above', 'below']);
  const entries = Object.entries(limits ?? {}).filter(([, limit]) => limit !== undefined);
  const isChance = (limit: unknown) =>
    typeof limit === 'number' && parseNumber(limit, 0, 1) !== undefined;
  if (!entries.length || !entries.every(([, limit]) => isChance(limit))) return undefined;
  const { above = -1, below = 2 } = limits as { above?: number; below?: number };
  return (situation) => of(situation) > above && of(situation) < below;
}

function readBand(value: unknown): Holds | undefined {
  const bands: unknown[] = [value].flat();
  if (!bands.length || !bands.every((band) => BANDS.includes(band))) return undefined;
  return ({ prediction }) => bands.includes(prediction.intent.band);
}

function readEvents(value: unknown): Holds | undefined {
  const least = parseNumber(fieldsOf(value, ['atLeast'])?.atLeast, 0, 1e6);
  return least === undefined ? undefined : ({ events }) => events.length >= least;
}

function readItem(value: unknown): Holds | undefined {
  const fields = fieldsOf(value, ['id', 'category']);
  const list = (given: unknown) => (given === undefined ? [] : [given].flat());
  const ids = list(fields?.id).map(parseId);
  const paths = list(fields?.category).map(parseCategory);
  if (ids.length + paths.length === 0 || [...ids, ...paths].includes(undefined)) return undefined;
  const named = new Set(ids);
  return ({ events, item }) => {
    const id = events.reduce<string | undefined>((last, event) => event.item ?? last, undefined);
    if (id === undefined) return false;
    const category = item(id)?.category;
    const isInside = paths.some(
      (path) => category && path?.every((level, i) => level === category[i]),
    );
    return named.has(id) || isInside;
  };
}

/** The own fields of an object; undefined when it has others than `names`, as a misspelt one. */
function fieldsOf(value: unknown, names: readonly string[]): Record<string, unknown> | undefined {
  if (!isObject(value) || !Object.keys(value).every((name) => names.includes(name))) return;
  return Object.assign(Object.create(null), value);
}
