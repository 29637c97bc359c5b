import type { Dice } from '../dice.js';

export interface Product {
  /** The shop's internal number, the article number, the number on the package: one product, three ids. */
  id: string;
  sku: string;
  gtin: string;
  /** The number of the variant that is shown. */
  variant: string;
  handle: string;
  name: string;
  brand: string;
  /** From the widest. */
  category: string[];
  price: number;
}

export interface Act {
  type: 'cart' | 'remove' | 'wishlist' | 'click';
  product: Product;
  quantity: number;
}

export type PageKind = 'product' | 'list' | 'search' | 'checkout' | 'order' | 'cart';

/** One page of a visit, and what the shopper does on it: the truth that every platform tells in its words. */
export interface ShopPage {
  /** Two products of the list have one name and one price: the same shirt in black and in white. */
  twins: boolean;
  kind: PageKind;
  /** The product of a product page. */
  product: Product;
  /** Those of a list, or those recommended beside a product. */
  others: Product[];
  /** Of a list, from the widest. */
  category: string[];
  query: string;
  order: { id: string; lines: { product: Product; quantity: number }[] };
  acts: Act[];
}

const NAMES = [
  'Chair',
  'Table',
  'Lamp',
  'Sofa',
  'Rug',
  'Vase',
  'Bed',
  'Shelf',
  'Mirror',
  'Clock',
  'Bench',
  'Stool',
];
const KINDS = ['Oslo', 'Bergen', 'Malmö', 'Turku', 'Århus'];
const CATEGORIES = [
  ['Garden', 'Chairs'],
  ['Living', 'Lamps', 'Floor lamps'],
  ['Kitchen', 'Tools'],
  ['Office', 'Desks'],
];

function createProduct(dice: Dice, n: number, category: string[]): Product {
  const name = `${NAMES[n % NAMES.length]} ${dice.pick(KINDS)} ${n + 1}`;
  return {
    id: String(7_801_230 + n * 11),
    sku: `AB-${1000 + n * 7}`,
    gtin: String(4_006_381_333_000 + n),
    variant: String(43_210_000 + n * 3),
    handle: `product-${n + 1}`,
    name,
    brand: dice.pick(['Oak', 'Birch', 'Elm & Ash']),
    category,
    // Some above a thousand, where locales differ; no two alike, as equal prices join names.
    price: dice.chance(0.5)
      ? dice.whole(1000, 9000) / 100 + n
      : dice.whole(100_000, 250_000) / 100 + n,
  };
}

export function createShopPage(dice: Dice): ShopPage {
  const category = dice.pick(CATEGORIES);
  const products = Array.from({ length: 25 }, (_, n) => createProduct(dice, n, category));
  const [product, ...others] = dice.shuffled(products);
  const kind = dice.draw<PageKind>([
    [50, 'product'],
    [18, 'list'],
    [6, 'search'],
    [6, 'checkout'],
    [14, 'order'],
    [6, 'cart'],
  ]);
  const lines = [product, ...others]
    .slice(0, dice.whole(1, 3))
    .map((one) => ({ product: one, quantity: dice.whole(1, 4) }));
  return {
    twins: false,
    kind,
    product,
    others: others.slice(0, dice.whole(3, 24)),
    category,
    query: dice.pick(['garden chair', 'Lampe grün', 'desk & shelf']),
    order: { id: `T-${dice.whole(10_000, 99_999)}`, lines },
    acts: actsOn(dice, kind, product, others),
  };
}

function actsOn(dice: Dice, kind: PageKind, product: Product, others: Product[]): Act[] {
  const quantity = dice.whole(1, 4);
  if (kind === 'product') {
    const cart: Act = { type: 'cart', product, quantity };
    return dice.draw<Act[]>([
      [35, []],
      [45, [cart]],
      [10, [cart, { ...cart, type: 'remove' }]],
      [10, [{ type: 'wishlist', product, quantity: 1 }]],
    ]);
  }
  if (kind === 'cart') return dice.chance(0.5) ? [{ type: 'remove', product, quantity }] : [];
  if (kind !== 'list' && kind !== 'search') return [];
  const [, seen] = others;
  return dice.chance(0.5)
    ? [{ type: 'click', product: others[0], quantity: 1 }]
    : dice.chance(0.3)
      ? [{ type: 'cart', product: seen, quantity }]
      : [];
}

/** Gives two products of a list the same name and price; the shopper puts both into the cart. */
export function makeTwins(page: ShopPage): void {
  const [one, other] = page.others;
  Object.assign(other, { name: one.name, price: one.price, brand: one.brand });
  page.twins = true;
  page.acts = [one, other].map((product) => ({ type: 'cart', product, quantity: 1 }));
}

/** Every id by which some platform may name the product. */
export const idsOf = ({ id, sku, gtin, variant, handle, name }: Product): string[] => [
  id,
  sku,
  gtin,
  variant,
  handle,
  name,
  `/products/${handle}`,
  `shopify_DE_${id}_${variant}`,
  `gid://shopify/Product/${id}`,
  `gid://shopify/ProductVariant/${variant}`,
];

/** The article number of a variant that the page does not show. */
export const siblingOf = ({ sku }: Product): string => `${sku}-BLUE`;
