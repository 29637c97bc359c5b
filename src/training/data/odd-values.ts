import type { DataSet } from './data-set.js';

const whole = (n: number) => n.toLocaleString('en-US');
/** Fewer say nothing. */
const ENOUGH = 20;
const FEW = 3;

/**
 * Sentences on ids, letters and prices that look as if an export had changed them.
 * @param shopperIds of the data set, or of all lines.
 */
export function oddValues(data: DataSet, shopperIds: readonly string[]): string[] {
  return [
    ...twins(data.itemIds, 'products'),
    ...twins(shopperIds, 'shoppers'),
    ...dates(data.itemIds),
    ...oddLetters(data),
    ...otherScheme(data),
    ...oddPrices(data),
  ];
}

/** Ids that are one but for their case, or zeros before them. */
function twins(ids: readonly string[], what: 'products' | 'shoppers'): string[] {
  const first = new Map<string, string>();
  let count = 0;
  let example = '';
  for (const id of ids) {
    const plain = id.toLowerCase().replace(/^0+(?=\d)|\.0+$/g, '');
    const other = first.get(plain);
    if (other === undefined) first.set(plain, id);
    else if (count++ === 0) example = `${other}, ${id}`;
  }
  return twinNotes({ count, of: ids.length, example }, what);
}

/** What is said of ids of which so many are another one but for case or zeros. */
export const twinNotes = (
  { count, of, example }: { count: number; of: number; example: string },
  what: 'products' | 'shoppers',
): string[] =>
  count >= FEW && count > of / 100
    ? [
        `${whole(count)} ${what} have the id of another one but for case or zeros (${example.slice(0, 80)}): are they the same?`,
      ]
    : [];

/** `1-2` and `3/4` in a spreadsheet, which shows and exports them as days. */
const DATE =
  /^(?:\d{1,2}[-. /]{1,2}(?:jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-zé]{0,6}\.?(?:[-. /]\d{2,4})?|(?:jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-zé]{0,6}\.?[- /]\d{2,4}|(?:19|20)\d\d-[01]\d-[0-3]\d(?:[ T]00:00(?::00)?)?|[0-3]?\d[./][01]?\d[./](?:19|20)\d\d)$/i;

function dates(itemIds: readonly string[]): string[] {
  const found = itemIds.filter((id) => DATE.test(id));
  return found.length
    ? [
        `${whole(found.length)} product ids are dates (${found[0]}): did a spreadsheet make days of ids like 1-2? Export them as text`,
      ]
    : [];
}

/** `Ã¼` for `ü`, `â€™` for `’`. */
const TWICE = /Ã[\u0080-\u00bf\u0152-\u0192\u2018-\u2122€]|â€|Â[\u00a0-\u00bf]|[ÐÑ][\u0080-\u00bf]/;
const SCRIPTS = 'Greek Cyrillic Armenian Hebrew Arabic Syriac Thaana Nko'
  .split(' ')
  .map((name) => new RegExp(`\\p{Script=${name}}`, 'u'))
  .concat(/[\u00c0-\u024f\u0250-\u02af]/);

/** A word of letters that no language has together: GBK and others, where they happen to be valid UTF-8. */
const isMixed = (text: string) =>
  /[\u0250-\u07ff]/.test(text) &&
  text.split(/[\s\d\p{P}]+/u).some((word) => SCRIPTS.filter((one) => one.test(word)).length > 1);

function oddLetters({ items }: DataSet): string[] {
  const texts = items.map(({ id, name = '', brand = '', category = [] }) =>
    [id, name, brand, ...category].join('\n'),
  );
  const notes: string[] = [];
  const tell = (odd: readonly string[], says: string) => {
    const [example] = odd;
    if (odd.length < FEW || odd.length < items.length / 50) return;
    const line = example.split('\n').find((one) => TWICE.test(one) || isMixed(one)) ?? example;
    notes.push(`the letters of ${whole(odd.length)} products ${says} (${line.slice(0, 40)})`);
  };
  tell(
    texts.filter((text) => TWICE.test(text)),
    'were encoded twice, as it looks: write them as UTF-8 once',
  );
  tell(
    texts.filter(isMixed),
    'are of several scripts in one word: is the file in another encoding? Name it, e.g. --encoding gbk',
  );
  return notes;
}

/** `SKU-12` and `AB-3` have different shapes. */
const shapeOf = (id: string) =>
  id
    .slice(0, 40)
    .replace(/\p{L}+/gu, 'a')
    .replace(/\d+/g, '0');

/** Ids of one shape until some day, and of another from then on: the same products are others. */
function otherScheme({ itemIds, item, sessionBegan, events }: DataSet): string[] {
  const shapes = new Map<string, { from: number; to: number; count: number; example: string }>();
  const byItem = itemIds.map(shapeOf);
  for (let e = 0; e < events; e++) {
    if (item[e] < 0) continue;
    const at = sessionBegan[e];
    const shape = byItem[item[e]];
    const its = shapes.get(shape);
    if (!its) shapes.set(shape, { from: at, to: at, count: 1, example: itemIds[item[e]] });
    else {
      its.from = Math.min(its.from, at);
      its.to = Math.max(its.to, at);
      its.count++;
    }
  }
  const [one, other] = [...shapes.values()].sort((a, b) => b.count - a.count);
  if (!other || other.count < Math.max(ENOUGH, events / 5)) return [];
  const [first, second] = one.from < other.from ? [one, other] : [other, one];
  return first.to <= second.from
    ? [
        `product ids are like ${first.example.slice(0, 40)} first and like ${second.example.slice(0, 40)} from one time on: are they the same products under new ids?`,
      ]
    : [];
}

/** Prices that turn to cents, and one price for all lines of an order. */
function oddPrices({ itemIds, item, price, shopper, ts, sessionBegan, events }: DataSet): string[] {
  const least = new Float64Array(itemIds.length).fill(Number.POSITIVE_INFINITY);
  const most = new Float64Array(itemIds.length);
  for (let e = 0; e < events; e++) {
    if (item[e] < 0 || !(price[e] > 0)) continue;
    least[item[e]] = Math.min(least[item[e]], price[e]);
    most[item[e]] = Math.max(most[item[e]], price[e]);
  }
  const priced = itemIds.map((_, i) => i).filter((i) => most[i] > 0);
  const cents = priced.filter((i) => most[i] > 95 * least[i] && most[i] < 105 * least[i]);
  const notes: string[] = [];
  if (cents.length >= FEW && cents.length > priced.length / 100) {
    const [i] = cents;
    notes.push(
      `prices of ${whole(cents.length)} products are a hundred times as high in some lines (${itemIds[i].slice(0, 40)}: ${+least[i].toFixed(2)} and ${+most[i].toFixed(2)}): are those cents?`,
    );
  }
  let [same, all] = [0, 0];
  for (let e = 1; e < events; e++) {
    const isOneAct =
      shopper[e] === shopper[e - 1] &&
      (Number.isNaN(ts[e]) ? sessionBegan[e] === sessionBegan[e - 1] : ts[e] === ts[e - 1]);
    const [one, other] = [item[e - 1], item[e]];
    if (!isOneAct || one < 0 || other < 0 || one === other || !(price[e] > 0)) continue;
    all++;
    const varies = [one, other].some((i) => most[i] > 1.2 * least[i]);
    if (price[e] === price[e - 1] && varies) same++;
  }
  if (all >= ENOUGH && same > 0.9 * all) {
    notes.push(
      'the products of one order all have one price, and another in other orders: is it the price of the order? Name that of a product with --columns price=…',
    );
  }
  return notes;
}
