import type { Sink } from '../source.js';
import type { MarkupNote } from './markup-note.js';
import { addressPath } from './node-fields.js';
import { joinProducts, ownProduct, type PageAddresses, type Product } from './own-product.js';
import type { RawItem } from './product-item.js';
import { readSchema, type SchemaDocument } from './schema-org.js';

const MAX_ITEMS = 200;
const MAX_TOLD = 2000;

/** JSON-LD 0, microdata and RDFa 1, Open Graph 2: the page is judged by the best it has. */
export type MarkupRank = 0 | 1 | 2;

interface Kept extends SchemaDocument {
  rank: MarkupRank;
  /** Path of the page it belongs to: single-page shops leave that of earlier pages in the document. */
  path: string;
  /** What is wrong with it has been counted. */
  isCounted?: boolean;
}

/** What each node of the document says of products, and what the page as a whole is therefore about. */
export function createFindings(root: Document, sink: Sink, tell?: (note: MarkupNote) => void) {
  const found = new Map<Node, Kept>();
  /** Items as they were reported last. */
  const told = new Map<string, string>();
  /** The page that each canonical address was first seen on: single-page shops may leave an old one. */
  const canonicals = new Map<string, string>();
  /** Path and product of the view reported last. */
  let viewed: string | undefined;
  let judged: string | undefined;
  const { location } = root;

  const report = (items: readonly RawItem[]) => {
    if (told.size > MAX_TOLD) told.clear();
    const news = items.filter((item) => {
      const text = JSON.stringify(item);
      const isNew = told.get(item.id) !== text;
      told.set(item.id, text);
      return isNew;
    });
    if (news.length > MAX_ITEMS) sink.refuse('limit', news.length - MAX_ITEMS);
    for (const item of news.slice(0, MAX_ITEMS)) sink.item(item);
  };

  const addresses = (): PageAddresses => {
    const base = root.baseURI;
    const given = [
      root.querySelector('link[rel="canonical"]')?.getAttribute('href'),
      root.querySelector('meta[property="og:url"],meta[name="og:url"]')?.getAttribute('content'),
    ].flatMap((address) => {
      const path = address && addressPath(address, base);
      if (!path) return [];
      if (!canonicals.has(path)) canonicals.set(path, location.pathname);
      return canonicals.get(path) === location.pathname ? path : [];
    });
    return { base, paths: [addressPath(location.href, base) ?? location.pathname, ...given] };
  };

  const drop = (node: Node) => {
    if (found.delete(node)) judged = undefined;
  };
  return {
    has: (node: Node) => found.has(node),
    drop,
    /** Something that the judgement depends on is another. */
    reconsider() {
      judged = undefined;
    },
    /**
     * @param data parsed JSON-LD, or another markup in its form; nothing where it could not be read.
     * @param place for people: `script 2`.
     */
    keep(node: Node, rank: MarkupRank, data: unknown, place?: string) {
      found.set(node, { rank, data, place, path: location.pathname });
      judged = undefined;
    },
    /** Reports a view if this is the page of one product, and of another one than before. */
    judge() {
      for (const node of found.keys()) if (!node.isConnected) drop(node);
      const path = location.pathname;
      if (judged === path) return;
      judged = path;
      const page = addresses();
      const ofPage = [...found.values()].filter((one) => one.path === path);
      let own: Product | undefined;
      let trail: string[] | undefined;
      let isList = false;
      const items: RawItem[] = [];
      const ids = new Set<string>();
      for (const rank of [0, 1, 2] as const) {
        const documents = ofPage.filter((one) => one.rank === rank);
        const reading = readSchema(documents, page.base, tell);
        const listed = joinProducts(reading.listed, page);
        const { products, unreadable } = joinProducts(reading.products, page);
        for (const { node, document } of [...unreadable, ...listed.unreadable]) {
          if ((document as Kept).isCounted) continue;
          sink.refuse('item');
          tell?.({ kind: 'id', place: document.place, node });
        }
        if (reading.isCut && documents.some(({ isCounted }) => !isCounted)) {
          sink.refuse('limit');
          tell?.({ kind: 'many' });
        }
        for (const one of documents) one.isCounted = true;
        trail ??= reading.trail;
        isList ||= reading.isList;
        items.push(...listed.products.map(({ item }) => item));
        // What a better markup says of the page's products is not said again.
        if (!own) {
          own = ownProduct(products, page, rank === 2 || (!ids.size && !isList));
          if (!ids.size || own) items.push(...products.map(({ item }) => item));
        }
        for (const { item } of products) ids.add(item.id);
      }
      const before = viewed;
      viewed = own && `${path} ${own.item.id}`;
      const others = items.filter(({ id }) => id !== own?.item.id && id !== own?.item.group);
      if (own && viewed !== before) {
        const item = withTrail(own.item, trail);
        told.set(item.id, JSON.stringify(own.item));
        sink.event({ type: 'click', item });
      } else if (own) others.unshift(own.item);
      report(others);
      if (!own && ids.size > 1) tell?.({ kind: 'several', ids: [...ids].slice(0, 20) });
      if (!own && ids.size === 1) tell?.({ kind: 'elsewhere', id: [...ids][0] });
    },
  };
}

/** The breadcrumb is the shop's own path to the product; its last step may be the product itself. */
function withTrail(item: RawItem, trail: string[] | undefined): RawItem {
  const path = trail?.at(-1) === item.name ? trail?.slice(0, -1) : trail;
  return path?.length ? { ...item, category: path } : item;
}
