import { type Fields, isObject, parseText } from '../../events/parse-field.js';
import { addressPath, fieldOf, listOf } from './node-fields.js';
import { productItem, type RawItem } from './product-item.js';

/** What one piece of structured data says, as raw items. */
export interface Finding {
  /** Products the page is about: one on a product page, many where a list is marked up so. */
  products: RawItem[];
  /** Products of an `ItemList`. */
  listed: RawItem[];
  /** Names of the `BreadcrumbList`, from the widest. */
  trail?: string[];
  /** Products without any id. */
  unreadable: number;
}

export const NOTHING: Readonly<Finding> = { products: [], listed: [], unreadable: 0 };

const MAX_NODES = 1000;
const MAX_DEPTH = 6;

/**
 * Reads schema.org data, parsed JSON-LD or microdata in its form: nodes, arrays of nodes, `@graph`.
 * https://schema.org/Product
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

/** Names in their order, without the way home. */
function trailOf(elements: unknown, base: string): string[] | undefined {
  const steps = listOf(elements).filter(isObject);
  const ordered = steps.sort((a, b) => Number(a.position) - Number(b.position));
  const names = ordered.flatMap((step) => {
    const address = isObject(step.item) ? (step.item['@id'] ?? step.item.url) : step.item;
    const name = parseText(step.name ?? fieldOf(step.item, 'name'), 100);
    return name && addressPath(address, base) !== '/' ? name : [];
  });
  return names.length ? names : undefined;
}

function typesOf(node: Fields): string[] {
  return listOf(node['@type']).map((type) =>
    (parseText(type, 100) ?? '').replace(/^https?:\/\/schema\.org\//, ''),
  );
}
