import type { LogField } from './log-fields.js';
import {
  ALIKE,
  ALONE,
  AROUND,
  LINE_OF,
  MONEY,
  OTHER_THING,
  PHRASES,
  STRICT,
  UNIT,
} from './field-phrases.js';
import { wordsOf } from './words-of.js';

const ALIKE_SETS = new Map(
  Object.entries(ALIKE).map(([letter, words]) => [letter, new Set(words.split(' '))]),
);
const FIELD_PHRASES = new Map(
  Object.entries(PHRASES).map(([field, phrases]) => [
    field as LogField,
    phrases.split(',').map((phrase) => phrase.split(' ')),
  ]),
);
const OTHERS = new Map(
  Object.entries(OTHER_THING).map(([field, words]) => [
    field as LogField,
    new Set(words.split(' ')),
  ]),
);

const PLURALS: Record<string, string> = {
  items: 'item',
  products: 'product',
  articles: 'article',
  skus: 'sku',
  ids: 'id',
  categories: 'category',
  prices: 'price',
};

/** In Vietnamese these are two words. */
const PAIRS =
  /\b(khach|nguoi|san|thoi|hanh|su|danh|thuong|don) (hang|dung|pham|gian|dong|kien|muc|hieu)\b/g;
/** What Germans cut short: `Art.-Nr.`, `Kd-Nr`; `Art` alone is another thing. */
const SHORT: Record<string, string> = { art: 'artikel', kd: 'kunde', best: 'bestellung' };
const CUT = /\b(art|kd|best) (?=(?:nr|no|num|nummer|id|code)\b)/;
/** Between two nouns: `fecha de pedido`. */
const OF = /^(?:de|do|da|du|des|del|della|dell|di|d|von|der|van)$/;
/** What comes first in many languages, and what may follow it: `id_cliente`, `fecha de pedido`, `код товара`. */
const TURNED: readonly (readonly [first: RegExp | string, next: string])[] = [
  [
    /^(?:id|cod|codigo|code|numero|nummer|identifiant|identificador|ma|код|ид|номер|идентификатор)$/,
    'USIOCE',
  ],
  [/^(?:data|date|datum|fecha|hora|heure|ngay|thoigian|дата|время)$/, 'OE'],
  ['Y', 'E'],
  ['R', 'IO'],
  ['N', 'IU'],
  ['P', 'I'],
  ['C', 'I'],
  ['B', 'I'],
];
const isAlike = (letter: string, word: string) => ALIKE_SETS.get(letter)?.has(word) === true;

/** The words of a header with its noun last, as in English. */
function headerWords(header: string): string[] {
  const plain = wordsOf(header)
    .map((word) => PLURALS[word] ?? word)
    .join(' ')
    .replace(PAIRS, '$1$2')
    .replace(CUT, (_, word: string) => `${SHORT[word]} `)
    .split(' ');
  const [first, ...others] = plain;
  const rest = others.filter((word) => !OF.test(word));
  if (rest.length !== 1) return plain;
  const turns = TURNED.some(
    ([isFirst, next]) =>
      (typeof isFirst === 'string' ? isAlike(isFirst, first) : isFirst.test(first)) &&
      [...next].some((letter) => isAlike(letter, rest[0])),
  );
  // As words they mean something else in English.
  return turns ? [...rest, { data: 'date', ma: 'id' }[first] ?? first] : plain;
}

const isOfOne = (header: string) =>
  /^(?:valor|importe|montant|value) (?:unitario|unitaire|unit)$/.test(wordsOf(header).join(' '));

/** How well a header names a field: 0 not at all; the more, the better. */
export function fitOf(header: string, field: LogField): number {
  const words = headerWords(header);
  if (field === 'time') while (words.length > 1 && UNIT.test(words[words.length - 1])) words.pop();
  if (field === 'time' && /^(?:unix|epoch)$/.test(words.join(''))) words.splice(0, 9, 'timestamp');
  // `unit_price_tax_incl`; `price_tax` is the tax.
  if (field === 'price' && /^tax (?:incl|excl)$/.test(words.slice(-2).join(' '))) words.length -= 2;
  if (field === 'price')
    while (words.length > 1 && MONEY.test(words[words.length - 1])) words.pop();
  // `price.amount`, beside its currency.
  if (field === 'price' && /^(?:amount|value)$/.test(words[words.length - 1] ?? '')) {
    if (isAlike('P', words[words.length - 2] ?? '')) words.pop();
  }
  // A value of one: `valor_unitario`.
  if (field === 'price' && words.length === 1 && isOfOne(header)) words[0] = 'price';
  const phrases = FIELD_PHRASES.get(field) as string[][];
  for (const [rank, phrase] of phrases.entries()) {
    const before = words.length - phrase.length;
    if (before < 0) continue;
    const fits = phrase.every((word, i) => {
      const own = words[before + i];
      return ALIKE_SETS.get(word)?.has(own) ?? word === own;
    });
    const fit = fits ? rankOf(field, phrase.join(' '), rank, words.slice(0, before)) : 0;
    if (fit) return fit;
  }
  return 0;
}

function rankOf(field: LogField, phrase: string, rank: number, words: string[]): number {
  let fit = 1000 - rank * 10;
  const before = withoutContainer(words);
  fit -= words.length - before.length;
  for (const word of before) {
    if (OTHERS.get(field)?.has(word)) return 0;
    const around = AROUND.has(word) || (field === 'type' && ALIKE_SETS.get('E')?.has(word));
    if (!around && (STRICT.has(field) || ALONE.has(phrase))) return 0;
    fit -= around ? 1 : 60;
  }
  if (
    field === 'item' &&
    /^(?:item|item id|item K)$/.test(phrase) &&
    LINE_OF.has(before[before.length - 1])
  ) {
    return 1;
  }
  return Math.max(1, fit);
}

/** `event properties name`: the name is that of what the event is about, not of the event. */
function withoutContainer(words: string[]): string[] {
  const last = words.length - 1;
  const isContainer = /^(?:properties|props|params|payload|data)$/.test(words[last] ?? '');
  return isContainer && words.every((word) => AROUND.has(word)) ? [] : words;
}

/** Who is told apart by a browser or a device, and not by an account. */
export const isAnonymous = (header: string): boolean =>
  wordsOf(header).some((word) =>
    /^(?:anonymous|pseudo|device|cookie|client|visitor|distinct|domain|network|browser|guest)$/.test(
      word,
    ),
  );

/** The unit that a header gives its numbers: `ts_ms`. */
export function unitOf(header: string): 's' | 'ms' | 'us' | 'ns' | undefined {
  const last = wordsOf(header).at(-1) ?? '';
  if (/^(?:ms|msec|millis|milliseconds?)$/.test(last)) return 'ms';
  if (/^(?:us|usec|micros|microseconds?)$/.test(last)) return 'us';
  if (/^(?:ns|nanos|nanoseconds?)$/.test(last)) return 'ns';
  return /^(?:s|secs?|seconds?)$/.test(last) ? 's' : undefined;
}

/** Whether a header is an order's number: `order_id`, `InvoiceNo`. */
export function isOrderId(header: string): boolean {
  const [thing, key, ...more] = headerWords(header);
  return (
    isAlike('O', thing) &&
    !more.length &&
    (isAlike('K', key) || isAlike('R', key) || key === 'name')
  );
}

/** Whether a header is the time of an order: in a log without actions, each line is a purchase then. */
export function isOrderTime(header: string): boolean {
  const words = headerWords(header);
  return words.some((word) => isAlike('O', word) || word === 'ordered' || word === 'paid');
}

/** Whether a header is a product's name: `product_name`, `Lineitem name`, `item title`. */
export function isItemName(header: string): boolean {
  const words = headerWords(header.slice(header.lastIndexOf('.') + 1));
  const [last, before] = [words[words.length - 1], words[words.length - 2]];
  return isAlike('N', last) || last === 'title'
    ? before !== undefined && isAlike('I', before)
    : false;
}

/** Whether a header belongs to a line of an order: `Lineitem sku`, `line_items.product_id`. */
export const isOrderLine = (header: string): boolean =>
  /^line items?\b/.test(wordsOf(header).join(' '));

/** Whether a header is how many of a product were bought. */
export const isQuantity = (header: string) =>
  /(?:^| )(?:quantity|qty|menge|anzahl|quantite|cantidad|quantidade|quantita|aantal|ilosc|adet|miktar|so luong|количество|数量|數量|수량)$/.test(
    wordsOf(header).join(' '),
  );

/** Whether a header is `Référence` alone: of a product, or of an order. */
export const isReference = (header: string): boolean => {
  const [word, ...more] = wordsOf(header.slice(header.lastIndexOf('.') + 1));
  return isAlike('R', word) && !more.length;
};
