import { type Fields, isObject, parseText } from '../../events/parse-field.js';
import { createGraph } from './graph.js';
import type { MarkupNote } from './markup-note.js';
import { addressPath, fieldOf, ID_FIELDS, listOf, nodesOf, plain } from './node-fields.js';

/** One piece of structured data: parsed JSON-LD, or another markup in its form. */
export interface SchemaDocument {
  data: unknown;
  /** Where it stands, for people: `script 2`. */
  place?: string;
}

/** A product node, and what the page says of its part. */
export interface FoundProduct {
  node: Fields;
  document: SchemaDocument;
  /** The page names it as what it is about. */
  isMain: boolean;
}

/** What the structured data of one page says. */
export interface Reading {
  /** Products the page is about: one on a product page, many where a list is marked up so. */
  products: FoundProduct[];
  /** Products of an `ItemList`. */
  listed: FoundProduct[];
  /** Names of the `BreadcrumbList`, from the widest. */
  trail?: string[];
  /** The page calls itself a list. */
  isList: boolean;
  /** More than can be read. */
  isCut: boolean;
}

const PRODUCTS =
  /^(Product(Group|Model|Collection)?|IndividualProduct|SomeProducts|DietarySupplement|Drug|Vehicle|Car|Motorcycle|MotorizedBicycle|BusOrCoach)$/i;
/** Works, which are products where they are sold. */
const GOODS =
  /^(Book|Audiobook|Music(Album|Release|Recording)|SheetMusic|Movie|TVSeries|(Video)?Game|SoftwareApplication|Periodical|ComicIssue|Map|Photograph|Painting|Sculpture|VisualArtwork)$/i;
const LISTS = /^(CollectionPage|SearchResultsPage)$/i;
const MAX_DEPTH = 8;

/**
 * Reads schema.org data of one page: nodes, arrays of nodes, `@graph`.
 * https://schema.org/Product
 * @param base address of the page.
 * @param tell told what has the fields of a product, but no type that is one.
 */
export function readSchema(
  documents: readonly SchemaDocument[],
  base: string,
  tell?: (note: MarkupNote) => void,
): Reading {
  const graph = createGraph(base);
  const reading: Reading = { products: [], listed: [], isList: false, isCut: false };
  const seen = new Map<Fields, FoundProduct | undefined>();
  const visit = (
    input: unknown,
    document: SchemaDocument,
    into: FoundProduct[],
    isMain: boolean,
    depth: number,
  ): void => {
    if (depth > MAX_DEPTH) return;
    if (Array.isArray(input)) {
      for (const one of input) visit(one, document, into, isMain, depth + 1);
      return;
    }
    const node = typeof input === 'string' && isMain ? graph.resolve(input) : input;
    if (!isObject(node)) return;
    if (seen.has(node)) {
      const product = seen.get(node);
      if (product) product.isMain ||= isMain;
      return;
    }
    const types = typesOf(node);
    const has = (type: string) => types.includes(type);
    const go = (field: string, to = into, main = isMain) =>
      visit(node[field], document, to, main, depth + 1);
    const product = isProduct(node, types) ? { node, document, isMain } : undefined;
    seen.set(node, product);
    if (product) into.push(product);
    else if (has('BreadcrumbList')) reading.trail ??= trailOf(node.itemListElement, base);
    else if (has('ItemList') || has('OfferCatalog')) go('itemListElement', reading.listed, false);
    else if (has('ListItem')) go('item');
    else if (has('Offer') || has('AggregateOffer')) {
      for (const item of nodesOf(node.itemOffered)) {
        const offered = item as Record<string, unknown>;
        offered.offers ??= node;
      }
      go('itemOffered');
    } else {
      reading.isList ||= types.some((type) => LISTS.test(type));
      // `ItemPage`, `CollectionPage` and the like.
      go('mainEntity', into, true);
      if (tell && ['offers', ...ID_FIELDS].some((field) => node[field] !== undefined))
        tell({ kind: 'type', place: document.place, node });
    }
    go('@graph');
  };
  const roots = documents.map(({ data }) => graph.add(data));
  roots.forEach((root, i) => visit(root, documents[i], reading.products, false, 0));
  reading.isCut = graph.isCut();
  return reading;
}

function isProduct(node: Fields, types: readonly string[]): boolean {
  return (
    types.some((type) => PRODUCTS.test(type)) ||
    (types.some((type) => GOODS.test(type)) && !!(node.offers ?? node.isbn ?? node.sku))
  );
}

/** Types that are read where they stand alone, as in microdata. */
export const isReadable = (types: readonly string[]): boolean =>
  types.some(
    (type) => PRODUCTS.test(type) || GOODS.test(type) || /^(Item|Breadcrumb)List$/.test(type),
  );

/** Names in their order, without the way home. */
function trailOf(elements: unknown, base: string): string[] | undefined {
  const ordered = nodesOf(elements).sort((a, b) => Number(a.position) - Number(b.position));
  const names = ordered.flatMap((step) => {
    const address = isObject(step.item) ? (step.item['@id'] ?? step.item.url) : step.item;
    const name = parseText(plain(step.name ?? fieldOf(step.item, 'name')), 100);
    return name && addressPath(address, base) !== '/' ? name : [];
  });
  return names.length ? names : undefined;
}

/** Names without `https://schema.org/` or `schema:`. */
export function typesOf(node: Fields): string[] {
  return listOf(node['@type']).flatMap(
    (type) =>
      parseText(type, 200)
        ?.split(/\s+/)
        .map((one) => one.replace(/^.*[/#:]/, '')) ?? [],
  );
}
