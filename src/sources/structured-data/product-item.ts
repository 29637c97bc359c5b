import { type Fields, isObject, parseId, parseText } from '../../events/parse-field.js';
import { addressPath, fieldOf, first, listOf } from './node-fields.js';

export interface RawItem {
  id: string;
  [field: string]: unknown;
}

const ID_FIELDS = ['productID', 'sku', 'gtin', 'gtin13', 'gtin12', 'gtin14', 'gtin8', 'mpn'];

/** A `Product` or `ProductGroup` as a raw item; `undefined` without any id. */
export function productItem(node: Fields, base: string): RawItem | undefined {
  const variants = listOf(node.hasVariant).filter(isObject);
  const offer = offerOf(node) ?? (variants[0] && offerOf(variants[0])) ?? {};
  const price = offer.price ?? offer.lowPrice ?? fieldOf(offer.priceSpecification, 'price');
  const path = addressPath(node.url ?? node['@id'] ?? offer.url, base);
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
    available: isAvailable(offer.availability),
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

function isAvailable(input: unknown): boolean | undefined {
  const state = parseText(first(input), 100)?.replace(/^.*\//, '');
  if (!state) return undefined;
  return !/^(OutOfStock|SoldOut|Discontinued)$/i.test(state.replaceAll(' ', ''));
}

/** A brand or a category: text, or a thing with a name. */
function nameOf(input: unknown): unknown {
  return fieldOf(input, 'name') ?? (isObject(input) ? undefined : input);
}
