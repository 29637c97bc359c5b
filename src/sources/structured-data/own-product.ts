import { type Fields, isObject } from '../../events/parse-field.js';
import { differ } from './graph.js';
import { addressOf, addressPath, first, ID_FIELDS, listOf } from './node-fields.js';
import { pathOf, productItem, type RawItem } from './product-item.js';
import { type FoundProduct, typesOf } from './schema-org.js';

/** Where the page says it is, as paths with their queries: its own address first, then canonical ones. */
export interface PageAddresses {
  base: string;
  paths: readonly string[];
}

/** A product that could be read. */
export interface Product extends FoundProduct {
  item: RawItem;
  /** Addresses of the pages that it says are its own. */
  paths: readonly string[];
  /** Its own address is of another page of this shop. */
  isElsewhere: boolean;
}

/** Products with an id, blocks that describe the same one joined; and those without. */
export function joinProducts(
  found: readonly FoundProduct[],
  page: PageAddresses,
): { products: Product[]; unreadable: FoundProduct[] } {
  const {
    base,
    paths: [here],
  } = page;
  const joined: FoundProduct[] = [];
  const byKey = new Map<string, FoundProduct>();
  for (const one of found) {
    const keys = keysOf(one.node, base);
    const twin = keys
      .map((key) => [key, byKey.get(key)] as const)
      .find(([key, other]) => other && isSame(one.node, other.node, key))?.[1];
    if (twin) {
      twin.node = Object.assign(Object.create(null), one.node, twin.node);
      twin.isMain ||= one.isMain;
    } else joined.push({ ...one });
    const kept = twin ?? joined[joined.length - 1];
    for (const key of keys) if (!byKey.has(key)) byKey.set(key, kept);
  }
  const isHere = (address: unknown) => keyOf(addressPath(address, base)) === keyOf(here);
  const products = new Map<string, Product>();
  const unreadable: FoundProduct[] = [];
  const shared = new Set<string>();
  for (const one of joined) {
    const item = productItem(one.node, base, isHere);
    if (!item || shared.has(item.id)) unreadable.push(one);
    else if (products.has(item.id)) {
      // An address that two products have is the id of neither.
      const before = products.get(item.id);
      if (item.id !== item.url || !before || !differ(one.node, before.node, ['name'])) continue;
      unreadable.push(one, before);
      products.delete(item.id);
      shared.add(item.id);
    } else {
      const pages = listOf(one.node.mainEntityOfPage).map((page) =>
        addressPath(isObject(page) ? (page['@id'] ?? page.url) : page, base),
      );
      // `#product` is on this page whoever's it is.
      const isFragment = !one.node.url && /^#/.test(String(one.node['@id']));
      const paths = [...(isFragment ? [] : [item.url]), ...pages].flatMap((path) =>
        typeof path === 'string' ? path : [],
      );
      const isElsewhere = isOther(one.node.url, page);
      products.set(item.id, { ...one, item, paths, isElsewhere });
    }
  }
  return { products: [...products.values()], unreadable };
}

const isGroup = (node: Fields) => typesOf(node).includes('ProductGroup');

/** What one product may share with another block about it, the surest first. */
function keysOf(node: Fields, base: string): string[] {
  const text = (field: string) => {
    const value = first(node[field]);
    return value != null && !isObject(value) && value !== '' ? [`${field}:${value}`] : [];
  };
  const path = pathOf({ url: node.url }, base);
  return [
    ...ID_FIELDS.filter((field) => /^gtin/.test(field)),
    'isbn',
    'productID',
    'sku',
    'productGroupID',
  ]
    .flatMap(text)
    .concat(path ? `url:${path}` : [], text('name'));
}

/** A variant is not its group, and two with ids of their own are two. */
function isSame(a: Fields, b: Fields, key: string): boolean {
  if (isGroup(a) !== isGroup(b)) return false;
  if (key.startsWith('gtin')) return true;
  const others = key.startsWith('url') ? ['name'] : key.startsWith('name') ? ['url'] : [];
  return !differ(a, b, [...ID_FIELDS, 'productGroupID', ...others]);
}

/**
 * The one product that the page is surely about.
 * @param isSure the page is known to be a product's: a single one needs no address that says so.
 */
export function ownProduct(
  products: readonly Product[],
  page: PageAddresses,
  isSure: boolean,
): Product | undefined {
  const own = named(products, page, isSure) ?? named(withoutRelatives(products), page, isSure);
  // A variant chosen on the page of its group: still that page's product, at the variant's price.
  const group = own && products.find(({ item }) => item.id === own.item.group);
  if (!own || !group || pathOnly(group.item.url) !== pathOnly(own.item.url)) return own;
  const { price, currency, available } = own.item;
  return { ...group, item: { ...group.item, price, currency, available } };
}

function named(
  products: readonly Product[],
  page: PageAddresses,
  isSure: boolean,
): Product | undefined {
  const main = products.filter(({ isMain }) => isMain);
  if (main.length === 1) return main[0];
  // With the query first: `/product?id=7` is told from `/product?id=8` by nothing else.
  for (const least of [1, 0]) {
    for (const path of page.paths) {
      const scores = products.map((product) => match(product, path));
      const best = Math.max(...scores);
      const [found, another] = products.filter((_, i) => scores[i] === best);
      if (best >= least && !another) return found;
    }
  }
  const [single, another] = products;
  return !another && isSure && !single?.isElsewhere ? single : undefined;
}

/**
 * Whether an address is of another page of this shop: the home page shows a product of the day. A staging
 * host may show the addresses of the live one, and a list may be part of a product's address.
 */
function isOther(url: unknown, { base, paths }: PageAddresses): boolean {
  const address = addressOf(url, base);
  if (!address) return false;
  const end = (address: string) => pathOnly(address).replace(/^.*\//, '');
  return (
    (paths[0] === '/' || address.host === new URL(base).host) &&
    !paths.some((one) => end(one) === end(address.pathname))
  );
}

/** Variants of one product are one candidate: their group, or the variant, where a page describes one only. */
function withoutRelatives(products: readonly Product[]): Product[] {
  const families = new Map<string, Product[]>();
  for (const product of products) {
    const family = String(product.item.group ?? product.item.id);
    families.set(family, [...(families.get(family) ?? []), product]);
  }
  return [...families].map(([id, members]) => {
    const [variant, another] = members.filter(({ item }) => item.group);
    if (!another) return variant ?? members[0];
    const group = members.find(({ item }) => item.id === id);
    if (group) return group;
    const named = first(variant.node.isVariantOf);
    const name = isObject(named) ? first(named.name) : undefined;
    return {
      ...variant,
      item: { ...variant.item, id, group: undefined, name: name ?? variant.item.name },
    };
  });
}

/** -1: another page. 0: the same path. More: its query too, by the number of parameters that agree. */
function match({ paths }: Product, page: string): number {
  const here = new URL(keyOf(page), 'http://a');
  return Math.max(
    -1,
    ...paths.map((path) => {
      const there = new URL(keyOf(path), 'http://a');
      if (there.pathname !== here.pathname) return -1;
      const wanted = [...there.searchParams];
      return wanted.every(([name, value]) => here.searchParams.get(name) === value)
        ? 1 + wanted.length
        : 0;
    }),
  );
}

/** Without what makes no other page of it. */
function keyOf(path: unknown): string {
  return String(path)
    .toLowerCase()
    .replace(/(\/index)?\.html?(?=\?|$)/, '')
    .replace(/(.)\/(?=\?|$)/, '$1');
}

const pathOnly = (path: unknown) => keyOf(path).replace(/\?.*/s, '');
