import { aboveOne, quantile } from './gamma.js';
import { HALF_LIFE_DAYS, type Look } from './looks.js';
import { evidenceOf, type Reading } from './reading.js';
import type { Usual } from './usual.js';

/** How much more, or less, this shopper looks at something than others do. */
export interface Taste extends Reading {
  /** A category path such as `Garden/Chairs`, a brand, or `low`, `middle` or `high`. */
  name: string;
  /** Its share of this shopper's looks, 0 … 1: recent looks, carts and orders count more. */
  share: number;
  /** Its share among others, 0 … 1. */
  usual: number;
  /**
   * Where `usual` comes from: the `log` that the model was trained on, the products of the `catalog`, or
   * neither is known and each counts the same (`even`).
   */
  against: 'log' | 'catalog' | 'even';
  /** How many times as often as others, drawn towards 1 where there are few looks; `low` and `high`: its 80% interval. */
  lift: number;
  low: number;
  high: number;
  /** Products and lists looked at, each once a visit. */
  looks: number;
}

/**
 * The gamma prior of a lift, mean 1: as if so many looks were expected and so many came. With 4, two looks
 * are no taste: 0.8 takes three.
 */
const PRIOR = 4;
/** z of an 80% interval. */
const Z = 1.2816;
const MOST = 20;

interface Sum {
  name: string;
  /** What its looks count now, and counted when they were new. */
  count: number;
  fresh: number;
  looks: Look[];
  /** Products and lists, each once a visit. */
  seen: number;
}

/**
 * Tastes by the keys of each look: a path has one a level. Within a visit one look leads to the next, so a
 * visit counts as the square root of what it holds: nine products of one category are three looks.
 * The lift is a gamma-Poisson posterior (DuMouchel 1999): looks that came beside looks that others'
 * shares would bring.
 * @param keysOf from the widest to the narrowest, each with its name.
 */
export function tastesOf(
  looks: readonly Look[],
  kind: 'category' | 'brand' | 'price',
  keysOf: (look: Look) => readonly (readonly [key: string, name: string])[],
  usualOf: (key: string) => Usual,
): Taste[] {
  const sums = new Map<string, Sum>();
  let all = 0;
  for (const visit of byVisit(looks)) {
    const left = visit.reduce((most, look) => Math.max(most, look.left), 0);
    const values: Values = new Map();
    const ends: Values = new Map();
    for (const look of visit) {
      const keys = keysOf(look);
      for (const [key, name] of keys) {
        const sum = sums.get(key) ?? { name, count: 0, fresh: 0, looks: [], seen: 0 };
        sums.set(key, sum);
        sum.looks.push(look);
        add(values, key, look);
      }
      if (keys.length) add(ends, keys[keys.length - 1][0], look);
    }
    for (const [key, products] of values) {
      const sum = sums.get(key) as Sum;
      const count = countOf(products);
      sum.count += left * count;
      sum.fresh += count;
      sum.seen += products.size;
    }
    for (const products of ends.values()) all += left * countOf(products);
  }
  /** A category all of whose looks are in one category below says nothing more. */
  const isWithin = (path: string, seen: number) =>
    [...sums].some(([key, inner]) => key.startsWith(`${path}/`) && inner.seen === seen);
  return [...sums]
    .filter(([key, { seen }]) => kind !== 'category' || !isWithin(key, seen))
    .map(([key, { name, count, fresh, looks: mine, seen }]): Taste => {
      const { share: usual, against } = usualOf(key);
      const shape = count + PRIOR;
      const rate = all * usual + PRIOR;
      const lift = shape / rate;
      return {
        name,
        share: Math.min(1, count / all),
        usual,
        against,
        lift,
        low: quantile(shape, rate, -Z),
        high: quantile(shape, rate, Z),
        looks: seen,
        strength: aboveOne(shape, rate),
        evidence: evidenceOf(mine.map(({ event }) => event)),
        decay: { halfLifeDays: HALF_LIFE_DAYS, left: count / fresh },
        text: '',
      };
    })
    .sort((a, b) => b.strength - a.strength || b.lift - a.lift)
    .slice(0, MOST);
}

function byVisit(looks: readonly Look[]): Iterable<Look[]> {
  const visits = new Map<string, Look[]>();
  for (const look of looks) {
    const { session } = look.event;
    const visit = visits.get(session) ?? [];
    visits.set(session, visit);
    visit.push(look);
  }
  return visits.values();
}

/** The value of each product, by key. */
type Values = Map<string, Map<string, number>>;

/** Of a product the strongest act counts. */
function add(values: Values, key: string, look: Look): void {
  const products = values.get(key) ?? new Map<string, number>();
  values.set(key, products.set(look.key, Math.max(products.get(look.key) ?? 0, look.value)));
}

const countOf = (products: ReadonlyMap<string, number>) =>
  Math.sqrt([...products.values()].reduce((a, b) => a + b, 0));
