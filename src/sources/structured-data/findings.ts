import type { Sink } from '../source.js';
import type { RawItem } from './product-item.js';
import { type Finding, NOTHING, readSchema } from './schema-org.js';

const MAX_ITEMS = 200;

interface PlacedFinding extends Finding {
  /** JSON-LD 0, microdata 1, Open Graph 2: the page is judged by the best it has. */
  rank: number;
  /** Path of the page it belongs to: single-page shops leave that of earlier pages in the document. */
  path: string;
}

/** What each node of the document says of products, and what the page as a whole is therefore about. */
export function createFindings(root: Document, sink: Sink, isViewReported: () => boolean) {
  const found = new Map<Node, PlacedFinding>();
  /** Those whose products were reported as items. */
  const listed = new WeakSet<Finding>();
  /** Path and product of the view reported last. */
  let viewed: string | undefined;
  const { location } = root;

  const report = (items: readonly RawItem[]) => {
    if (items.length > MAX_ITEMS) sink.refuse('limit', items.length - MAX_ITEMS);
    for (const item of items.slice(0, MAX_ITEMS)) sink.item(item);
  };

  return {
    has: (node: Node) => found.has(node),
    drop: (node: Node) => found.delete(node),
    /** The node has been read, whether or not it can be. */
    keepNothing(node: Node) {
      found.set(node, { ...NOTHING, rank: 0, path: location.pathname });
    },
    /** @param data parsed JSON-LD, or another markup in its form. */
    keep(node: Node, rank: number, data: unknown) {
      const finding = readSchema(data, root.baseURI);
      found.set(node, { ...finding, rank, path: location.pathname });
      if (finding.unreadable) sink.refuse('item', finding.unreadable);
      report(finding.listed);
    },
    /** Reports a view if this is the page of one product, and of another one than before. */
    judge() {
      for (const node of found.keys()) if (!node.isConnected) found.delete(node);
      const path = location.pathname;
      const ofPage = [...found.values()].filter((one) => one.path === path);
      const rank = Math.min(...ofPage.filter((one) => one.products.length).map((one) => one.rank));
      const best = ofPage.filter((one) => one.rank === rank);
      const products = best.flatMap((one) => one.products);
      const ids = new Set(products.map(({ id }) => id));
      const [id] = ids;
      const before = viewed;
      viewed = ids.size === 1 ? `${path} ${id}` : undefined;
      if (ids.size === 1 && viewed !== before) {
        const item = withTrail(products[0], ofPage.find(({ trail }) => trail)?.trail);
        if (isViewReported()) sink.item(item);
        else sink.event({ type: 'click', item });
      }
      if (ids.size < 2) return;
      for (const finding of best) {
        if (!listed.has(finding)) report(finding.products);
        listed.add(finding);
      }
    },
  };
}

/** The breadcrumb is the shop's own path to the product; its last step may be the product itself. */
function withTrail(item: RawItem, trail: string[] | undefined): RawItem {
  const path = trail?.at(-1) === item.name ? trail?.slice(0, -1) : trail;
  return path?.length ? { ...item, category: path } : item;
}
