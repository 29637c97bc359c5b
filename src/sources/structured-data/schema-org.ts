import { type Fields, isObject, parseId, parseText } from '../../events/parse-field.js';

/** What one piece of structured data says, as raw items. */
export interface Finding {
  /** Products the page is about: one on a product page, many where a list is marked up so. */
  products: RawItem[];
  /** Products that an `ItemList` lists. */
  listed: RawItem[];
  /** Names of the `BreadcrumbList`, from the widest. */
  trail?: string[];
  /** Products without any id. */
  unreadable: number;
}

export const NOTHING: Readonly<Finding> = { products: [], listed: [], unreadable: 0 };

export interface RawItem {
  id: string;
  [field: string]: unknown;
}

const MAX_NODES = 1000;
const MAX_DEPTH = 6;
const ID_FIELDS = ['productID', 'sku', 'gtin', 'gtin13', 'gtin12', 'gtin14', 'gtin8', 'mpn'];

/**
 * Reads schema.org data, parsed JSON-LD or microdata in its form: nodes, arrays of nodes, `@graph`.
 * @param base address of the page.
 */
export function readSchema(data: unknown, base: string): Finding {
  const finding: Finding = { products: [], listed: [], unreadable: 0 };
  let nodes = 0;
  const visit = (node: unknown, into: RawItem[], depth: number): void => {
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) return;
    if (Array.isArray(node)) {
      for (let i = 0; i < node.length && nodes < MAX_NODES; i++) visit(node[i], into, depth + 1);
      return;
    }
    if (!isObject(node)) return;
    const types = typesOf(node);
    if (types.includes('Product') || types.includes('ProductGroup')) {
      const item = productItem(node, base);
      if (item) into.push(item);
      else finding.unreadable++;
    } else if (types.includes('BreadcrumbList')) {
      finding.trail ??= trailOf(node.itemListElement, base);
    } else if (types.includes('ItemList') || types.includes('OfferCatalog')) {
      visit(node.itemListElement, finding.listed, depth + 1);
    } else if (types.includes('ListItem')) {
      visit(node.item, into, depth + 1);
    } else {
      // `ItemPage`, `CollectionPage` and the like.
      visit(node.mainEntity, into, depth + 1);
    }
    if (depth <= 2) visit(node['@graph'], into, depth + 1);
  };
  visit(data, finding.products, 0);
  return finding;
}

function productItem(node: Fields, base: string): RawItem | undefined {
  const variants = listOf(node.hasVariant).filter(isObject);
  const offer = offerOf(node) ?? (variants[0] && offerOf(variants[0])) ?? {};
  const price = offer.price ?? offer.lowPrice ?? fieldOf(offer.priceSpecification, 'price');
  const path = pathOf(node.url ?? node['@id'] ?? offer.url, base);
  const id = parseId(node.productGroupID) ?? idOf(node) ?? parseId(path);
  if (!id) return undefined;
  return {
    id,
    group: fieldOf(node.isVariantOf, 'productGroupID'),
    name: node.name,
    brand: nameOf(node.brand),
    category: Array.isArray(node.category) ? node.category : nameOf(node.category),
    price,
    currency: offer.priceCurrency ?? fieldOf(offer.priceSpecification, 'priceCurrency'),
    available: availability(offer.availability),
    url: path,
    image: fieldOf(node.image, 'url') ?? fieldOf(node.image, 'contentUrl') ?? first(node.image),
  };
}

function idOf(node: Fields): string | undefined {
  for (const field of ID_FIELDS) {
    const id = parseId(first(node[field]));
    if (id) return id;
  }
  return undefined;
}

function offerOf({ offers }: Fields): Fields | undefined {
  const offer = first(offers);
  return isObject(offer) ? offer : undefined;
}

function availability(input: unknown): boolean | undefined {
  const state = parseText(first(input), 100)?.replace(/^.*\//, '');
  if (!state) return undefined;
  return !/^(OutOfStock|SoldOut|Discontinued)$/i.test(state.replaceAll(' ', ''));
}

/** Names in their order, without the way home. */
function trailOf(elements: unknown, base: string): string[] | undefined {
  const steps = listOf(elements).filter(isObject);
  const ordered = steps.sort((a, b) => Number(a.position) - Number(b.position));
  const names = ordered.flatMap((step) => {
    const address = isObject(step.item) ? (step.item['@id'] ?? step.item.url) : step.item;
    const name = parseText(step.name ?? fieldOf(step.item, 'name'), 100);
    return name && pathOf(address, base) !== '/' ? name : [];
  });
  return names.length ? names : undefined;
}

function typesOf(node: Fields): string[] {
  return listOf(node['@type']).map((type) =>
    (parseText(type, 100) ?? '').replace(/^https?:\/\/schema\.org\//, ''),
  );
}

function pathOf(address: unknown, base: string): string | undefined {
  const text = parseText(first(address), 2000);
  if (!text) return undefined;
  try {
    const url = new URL(text, base);
    return /^https?:$/.test(url.protocol) ? url.pathname + url.search : undefined;
  } catch {
    return undefined;
  }
}

/** A brand or a category: text, or a thing with a name. */
function nameOf(input: unknown): unknown {
  return fieldOf(input, 'name') ?? (isObject(input) ? undefined : input);
}

function fieldOf(input: unknown, field: string): unknown {
  const thing = first(input);
  return isObject(thing) ? first(thing[field]) : undefined;
}

function first(input: unknown): unknown {
  return Array.isArray(input) ? input[0] : input;
}

function listOf(input: unknown): unknown[] {
  return input === undefined ? [] : Array.isArray(input) ? input.slice(0, 200) : [input];
}
