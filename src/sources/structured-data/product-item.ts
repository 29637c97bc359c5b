import { type Fields, isObject, parseId } from '../../events/parse-field.js';
import { pruned } from '../../events/parse-item.js';
import { addressPath, fieldOf, first, ID_FIELDS, listOf, nodesOf, plain } from './node-fields.js';
import { type Terms, termsOf } from './offers.js';

export interface RawItem {
  id: string;
  [field: string]: unknown;
}

/**
 * A `Product` or `ProductGroup` as a raw item; `undefined` without any id. A group has the price of the
 * variant that the page's address names, else of its first.
 * @param isHere whether an address is exactly that of the page.
 */
export function productItem(
  node: Fields,
  base: string,
  isHere: (address: unknown) => boolean = () => false,
): RawItem | undefined {
  const variants = nodesOf(node.hasVariant);
  const variant =
    variants.find((one) => isHere(one.url ?? termsOf(one, isHere).url)) ??
    variants.find((one) => one.offers) ??
    {};
  const own = termsOf(node, isHere);
  const terms: Terms =
    own.price === undefined ? { ...own, ...pruned(termsOf(variant, isHere)) } : own;
  const path = pathOf(node, base) ?? addressPath(own.url, base);
  const id = parseId(node.productGroupID) ?? idOf(node) ?? parseId(path);
  if (!id) return undefined;
  return {
    id,
    codes: codesOf(node).filter((code) => code !== id),
    group: groupOf(node),
    name: plain(node.name),
    brand: nameOf(node.brand),
    category:
      listOf(node.category).length > 1 ? listOf(node.category).map(nameOf) : nameOf(node.category),
    price: terms.price,
    currency: terms.currency,
    available: terms.available,
    url: path,
    image: imageOf(node) ?? imageOf(variant),
  };
}

/** The address of a product: `@id` may be one too, but that of every page begins with the home page's. */
export function pathOf(node: Fields, base: string): string | undefined {
  const url = addressPath(node.url, base);
  if (url) return url;
  const id = addressPath(node['@id'], base);
  return id === '/' ? undefined : id;
}

export const idOf = (node: Fields): string | undefined => codesOf(node)[0];

/** Every id that a node states, the surest first. */
function codesOf(node: Fields): string[] {
  return ID_FIELDS.flatMap((field) => {
    const given = first(node[field]);
    const value = plain(isObject(given) ? given.value : given);
    // JSON.parse has rounded it.
    const isRounded = typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
    // `sku:925872`, in the words of schema.org.
    const id = parseId(
      typeof value === 'string'
        ? value.replace(/^(sku|mpn|gtin\d*|isbn|ean|upc|asin):/i, '')
        : value,
    );
    return id && !isRounded ? id : [];
  });
}

/** The id of the group that a variant belongs to. */
export function groupOf(node: Fields): string | undefined {
  const group = first(node.isVariantOf);
  return (
    (isObject(group) ? (parseId(plain(group.productGroupID)) ?? idOf(group)) : undefined) ??
    parseId(plain(node.inProductGroupWithID))
  );
}

function imageOf({ image }: Fields): unknown {
  const one = first(image);
  return plain(isObject(one) ? (one.url ?? one.contentUrl ?? one['@id']) : one);
}

/** A brand or a category: text, or a thing with a name. */
function nameOf(input: unknown): unknown {
  return plain(fieldOf(input, 'name') ?? (isObject(first(input)) ? undefined : first(input)));
}
