import { ACTION_TYPES, type ActionType, type ShopEvent } from '../events/event.js';
import type { Item } from '../events/item.js';
import type { KnownItems } from '../profile/facts.js';
import { brandIn, categoriesIn, looksOf } from '../profile/looks.js';
import { bandsOf } from '../profile/price-bands.js';
import { type Taste, tastesOf } from '../profile/taste.js';
import { usualOf } from '../profile/usual.js';
import { ENGLISH, type Sentences } from '../profile/words.js';
import { type Member, membersOf } from './segments.js';
import type { VisitTable } from './visit-table.js';

/** The languages of the studio, beside English. */
const TABLES: Readonly<Record<string, () => Promise<{ sentences: Sentences }>>> = {
  de: () => import('../profile/tables/de.js'),
  zh: () => import('../profile/tables/zh.js'),
};
const LEAST_STRENGTH = 0.8;
/** Among thousands of looks a lift of 1.02 is no accident, and nothing to tell either. */
const LEAST_LIFT = 1.1;
const MOST_EVENTS = 5000;

/** What a segment's portrait is asked with. */
export interface PortraitAsked {
  stage: string;
  band: string;
  /** The language of the sentences. */
  lang: string;
  /** Parts of category paths in that language; one that is not there is said as it is. */
  names?: Readonly<Record<string, string>>;
}

/**
 * What visits of a segment have a taste for, in the sentences that `profile()` has for a shopper: it reads what
 * they did until they got there, as far as 5,000 events, beside what all visits look at.
 */
export async function segmentPortrait(
  table: VisitTable,
  { stage, band, lang, names = {} }: PortraitAsked,
): Promise<{ sentences: string[]; lang: string }> {
  const events = membersOf(table)(stage, band).flatMap((member) => eventsOf(table, member));
  const known = knownIn(table, names);
  const nothing = () => false;
  const { looks } = looksOf(events.slice(-MOST_EVENTS), known, nothing, 0);
  const usual = await usualOf(known, looks, nothing, () => undefined);
  const isKnown = Object.hasOwn(TABLES, lang);
  const sentences = isKnown ? (await TABLES[lang]()).sentences : ENGLISH;
  const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const { format } = new Intl.NumberFormat(isKnown ? lang : 'en', tenths);
  const say = (tastes: readonly Taste[], most: number, phraseOf: (taste: Taste) => string) =>
    tastes
      .filter(({ strength, lift }) => strength >= LEAST_STRENGTH && lift >= LEAST_LIFT)
      .slice(0, most)
      .map((taste) =>
        sentences[phraseOf(taste) as keyof Sentences].replace(/\{(\w+)\}/g, (_, part) =>
          part === 'name' ? taste.name : format(taste.lift),
        ),
      );
  const categories = tastesOf(looks, 'category', categoriesIn, usual.category);
  const brands = tastesOf(looks, 'brand', brandIn, usual.brand);
  return {
    sentences: [
      ...say(categories, 3, ({ against }) => `category.${against}`),
      ...say(brands, 2, ({ against }) => `brand.${against}`),
      ...say(bandsOf(looks, usual), 1, ({ name }) => `price.${name}`),
    ],
    lang: isKnown ? lang : 'en',
  };
}

/** All at one time: what a segment did does not fade. */
function eventsOf({ starts, action, item, price, items }: VisitTable, { row, visit }: Member) {
  const events: ShopEvent[] = [];
  for (let at = starts[visit]; at <= row; at++) {
    events.push({
      type: ACTION_TYPES[action[at]] as ActionType,
      item: items[item[at]]?.id,
      price: Number.isNaN(price[at]) ? undefined : price[at],
      ts: 0,
      session: `${visit}`,
      source: 'import',
    });
  }
  return events;
}

/** The products, and how often all visits look at each. */
function knownIn({ items, item, action }: VisitTable, names: Readonly<Record<string, string>>) {
  const nameOf = (part: string) => (Object.hasOwn(names, part) ? names[part] : part);
  const told = items.map(
    (one): Item => ({ ...one, category: one.category?.map((part) => nameOf(part)) }),
  );
  const rows = new Map(items.map(({ id }, row) => [id, row]));
  const looks = new Float32Array(items.length);
  const click = ACTION_TYPES.indexOf('click');
  item.forEach((row, at) => {
    if (row >= 0 && action[at] === click) looks[row]++;
  });
  return {
    rows: {
      size: items.length,
      indexOf: (id) => rows.get(id) ?? -1,
      id: (row) => items[row]?.id,
      item: (row) => told[row],
    },
    catalog: { isFixed: () => true },
    model: {
      vocabulary: { items: [], categories: [] },
      itemCategory: new Uint16Array(),
      itemPrice: new Uint8Array(),
      tensors: new Map([['item.popularity', looks.map(Math.log)]]),
    },
  } satisfies KnownItems;
}
