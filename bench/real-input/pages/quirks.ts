import type { Dice } from '../dice.js';
import type { Product } from './shop-truth.js';

/** What is odd in how a page tells its truth. */
export interface Quirks {
  /** A field that was never filled in, of what the first platform says. */
  placeholder?: { field: 'id' | 'name' | 'brand' | 'category' | 'price'; word: string };
  /** Prices as the page shows them, with those that may be read from it; none is always right. */
  price?: { kind: string; write(price: number): string; odd: boolean };
  /** Harm done to JSON-LD. */
  damage?: string;
  /** Tag Manager: products in one push, the event in the next. */
  split: boolean;
  /** `items` as `{ 0: …, 1: … }`. */
  itemsAsObject: boolean;
  /** Products of a list in pushes of this many. */
  perPush: number;
  /** The recommended products stand in the same `items` as the one looked at. */
  neighbours: boolean;
  /** A list of related products is told of on a product page. */
  related: boolean;
  /** Ids that are digits stand as numbers, quantities as text. */
  loose: boolean;
  /** Tag Manager: several entries in one push. */
  together: boolean;
  /** Other scripts push what nobody can read. */
  junk: boolean;
  /** The whole telling is repeated, as by two tags of one container. */
  twice: boolean;
}

const two = (price: number) => price.toFixed(2);
function grouped(price: number, thousands: string, decimal: string): string {
  const [whole, cents] = two(price).split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, thousands) + decimal + cents;
}
const whole = (price: number, thousands: string) =>
  String(Math.round(price)).replace(/\B(?=(\d{3})+$)/g, thousands);

/** `odd`: to read nothing from it is right as well. Of the rest a careful person reads the price. */
const PRICES: readonly NonNullable<Quirks['price']>[] = [
  { kind: '19.99', write: two, odd: false },
  { kind: '1,299.00', write: (p) => grouped(p, ',', '.'), odd: false },
  { kind: '1.299,00 €', write: (p) => `${grouped(p, '.', ',')} €`, odd: false },
  { kind: '€ 1.299,00', write: (p) => `€ ${grouped(p, '.', ',')}`, odd: false },
  { kind: '£1,299.00', write: (p) => `£${grouped(p, ',', '.')}`, odd: false },
  { kind: 'USD 1,299.00', write: (p) => `USD ${grouped(p, ',', '.')}`, odd: false },
  { kind: '1 299,00 kr', write: (p) => `${grouped(p, '\u00a0', ',')} kr`, odd: false },
  { kind: '1 299,00 zł (narrow)', write: (p) => `${grouped(p, '\u202f', ',')} zł`, odd: false },
  { kind: "CHF 1'299.00", write: (p) => `CHF ${grouped(p, "'", '.')}`, odd: false },
  { kind: 'CHF 1’299.00', write: (p) => `CHF ${grouped(p, '’', '.')}`, odd: false },
  { kind: 'R$ 1.299,00', write: (p) => `R$ ${grouped(p, '.', ',')}`, odd: false },
  { kind: 'kr. 1.299,00', write: (p) => `kr. ${grouped(p, '.', ',')}`, odd: false },
  { kind: 'Rs. 1,299.00', write: (p) => `Rs. ${grouped(p, ',', '.')}`, odd: false },
  {
    kind: 'Was … Now …',
    write: (p) => `Was £${grouped(p * 1.3 + 1, ',', '.')} Now £${grouped(p, ',', '.')}`,
    odd: true,
  },
  {
    kind: '€ old € new',
    write: (p) => `€ ${grouped(p, '.', ',')} € ${grouped(p * 1.2, '.', ',')}`,
    odd: true,
  },
  {
    kind: 'a range',
    write: (p) => `£${grouped(p, ',', '.')} – £${grouped(p * 2, ',', '.')}`,
    odd: true,
  },
  { kind: 'from', write: (p) => `ab ${grouped(p, '.', ',')} €`, odd: true },
  {
    kind: 'per litre beside it',
    write: (p) => `${grouped(p, '.', ',')} € (1 l = 15,00 €)`,
    odd: true,
  },
  { kind: 'with percent', write: (p) => `$${grouped(p, ',', '.')} -20%`, odd: true },
  { kind: 'with tax', write: (p) => `${grouped(p, '.', ',')} € inkl. 19 % MwSt.`, odd: true },
  { kind: 'pieces', write: (p) => `3 x £${grouped(p, ',', '.')}`, odd: true },
  { kind: 'HTML entity', write: (p) => `&pound;${grouped(p, ',', '.')}`, odd: true },
  {
    kind: 'markup',
    write: (p) => `<span class="price">$${grouped(p, ',', '.')}</span>`,
    odd: true,
  },
];
/** Shops that have no cents: the truth is a whole number. */
const WHOLE: readonly NonNullable<Quirks['price']>[] = [
  { kind: '1299,-', write: (p) => `${whole(p, '')},-`, odd: true },
  { kind: '1.299,-', write: (p) => `${whole(p, '.')},-`, odd: true },
  { kind: 'Rp 1.299', write: (p) => `Rp ${whole(p, '.')}`, odd: true },
  { kind: '¥1,299', write: (p) => `¥${whole(p, ',')}`, odd: true },
  { kind: '1 299 ₽', write: (p) => `${whole(p, ' ')} ₽`, odd: true },
  { kind: '1.299 €', write: (p) => `${whole(p, '.')} €`, odd: true },
];

export const WORDS = [
  'undefined',
  'null',
  'NaN',
  '[object Object]',
  '{{product.sku}}',
  '(not set)',
  '{{ item.name }}',
  '%%SKU%%',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template left behind.
  '${sku}',
  '',
];
export const DAMAGES = [
  'raw newline',
  'control character',
  'CDATA',
  'HTML comment',
  'trailing ;',
  'trailing comma',
  'BOM',
  'cut off',
  'quote inside',
  'two objects',
  'JavaScript comment',
  'single quotes',
  'undefined value',
];

/**
 * @param kinds gets what is odd, by the names of the table.
 * @param beside several platforms tell of the page: name and price are then what joins their ids, and stay plain.
 */
export function drawQuirks(dice: Dice, kinds: string[], beside: boolean): Quirks {
  const quirks: Quirks = {
    split: dice.chance(0.3),
    itemsAsObject: false,
    perPush: 0,
    neighbours: false,
    related: false,
    twice: false,
    loose: dice.chance(0.2),
    together: dice.chance(0.15),
    junk: dice.chance(0.12),
  };
  const odd = dice.shuffled([
    'placeholder',
    'price',
    'damage',
    'object',
    'pushes',
    'neighbours',
    'related',
    'twice',
  ]);
  for (const what of odd.slice(0, dice.whole(0, 2))) {
    if (what === 'placeholder') {
      const field = dice.pick(
        beside
          ? (['id', 'brand', 'category'] as const)
          : (['id', 'name', 'brand', 'category', 'price'] as const),
      );
      quirks.placeholder = { field, word: dice.pick(WORDS) };
      kinds.push(`placeholder: ${quirks.placeholder.word || '(empty)'}`, `placeholder in ${field}`);
    } else if (what === 'price') {
      quirks.price = beside
        ? dice.pick(PRICES.filter(({ odd }) => !odd))
        : dice.pick(dice.chance(0.25) ? WHOLE : PRICES);
      kinds.push(`price: ${quirks.price.kind}`);
    } else if (what === 'damage') quirks.damage = dice.pick(DAMAGES);
    else if (what === 'object') quirks.itemsAsObject = true;
    else if (what === 'pushes') quirks.perPush = dice.pick([1, 3, 5]);
    else if (what === 'neighbours') quirks.neighbours = true;
    else if (what === 'related') quirks.related = true;
    else quirks.twice = true;
  }
  return quirks;
}

export const isWhole = (quirks: Quirks) => WHOLE.some((one) => one === quirks.price);

export interface ToldProduct {
  id: string | number;
  name: string;
  brand: string;
  category: string[];
  price: string | number;
}

/** What a platform says of a product. @param isFirst the one whose field may be a placeholder. */
export function tell(
  product: Product,
  id: string,
  { placeholder, price, loose }: Quirks,
  isFirst: boolean,
): ToldProduct {
  const told: ToldProduct = {
    id: loose && /^\d+$/.test(id) ? Number(id) : id,
    name: product.name,
    brand: product.brand,
    category: product.category,
    price: price ? price.write(product.price) : product.price,
  };
  if (isFirst && placeholder) {
    const { field, word } = placeholder;
    if (field === 'category') told.category = [word];
    else told[field] = word;
  }
  return told;
}
