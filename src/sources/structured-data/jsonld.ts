import { guarded } from '../guarded.js';
import { MICRODATA, microdata, openGraph } from './markup.js';
import { type Finding, NOTHING, type RawItem, readSchema } from './schema-org.js';
import type { Sink, Source } from '../source.js';

const SCRIPT = 'script[type^="application/ld+json" i]';
const MAX_CHARS = 200_000;
const MAX_ITEMS = 200;

interface Found extends Finding {
  /** JSON-LD 0, microdata 1, Open Graph 2: the page is judged by the best it has. */
  rank: number;
  /** Path of the page that said it: single-page shops leave what the last one said in the document. */
  path: string;
}

/**
 * Structured data of the page: JSON-LD, microdata, Open Graph. Whatever it lists is told as items; a
 * page about a single product is a look at it.
 *
 * The look is told of once the document is parsed, after emitters that push while it is. The intake
 * drops the second of two looks at the same id within two seconds, and one that goes on with the last
 * event for ten, so a shop whose emitter uses the ids of its structured data is counted once. Ids do
 * differ in many shops (a SKU here, a product id there): what the intake cannot see, `isLookKnown` can.
 * @param isLookKnown true when another source has told of a look at this page; then only items are told.
 */
export function jsonld(root: Document, isLookKnown: () => boolean = () => false): Source {
  return {
    name: 'jsonld',
    start(sink) {
      const found = new Map<Node, Found>();
      let looked: string | undefined;
      const pathNow = () => root.location.pathname;

      const keep = (element: Node, rank: number, data: unknown) => {
        const finding = readSchema(data, root.baseURI);
        found.set(element, { ...finding, rank, path: pathNow() });
        if (finding.unreadable) sink.refuse('item', finding.unreadable);
        for (const item of capped(finding.listed, sink)) sink.item(item);
      };
      const readScript = guarded(sink, (script: Element) => {
        if (found.has(script)) return;
        found.set(script, { ...NOTHING, rank: 0, path: pathNow() });
        const text = script.textContent ?? '';
        if (text.length > MAX_CHARS) sink.refuse('limit');
        else if (text.trim()) keep(script, 0, JSON.parse(text));
      });
      const readScope = guarded(sink, (scope: Element) => {
        // What lies in another product, or in a list, is told by that one.
        if (found.has(scope) || scope.parentElement?.closest(MICRODATA)) return;
        keep(scope, 1, microdata(scope));
      });
      const readOpenGraph = guarded(sink, () => {
        const data = openGraph(root);
        if (data) keep(root, 2, data);
        else found.delete(root);
      });
      const scan = (within: Element | Document) => {
        for (const script of within.querySelectorAll(SCRIPT)) readScript(script);
        const scopes = within.querySelectorAll(MICRODATA);
        for (let i = 0; i < scopes.length && i < MAX_ITEMS; i++) readScope(scopes[i]);
        if (scopes.length > MAX_ITEMS) sink.refuse('limit', scopes.length - MAX_ITEMS);
      };

      /** Whether this is the page of one product, and another than the last one. */
      const judge = guarded(sink, () => {
        for (const node of found.keys()) if (!node.isConnected) found.delete(node);
        const path = pathNow();
        const now = [...found.values()].filter((one) => one.path === path);
        const rank = Math.min(...now.filter((one) => one.products.length).map((one) => one.rank));
        const products = now.flatMap((one) => (one.rank === rank ? one.products : []));
        const ids = new Set(products.map(({ id }) => id));
        const [id] = ids;
        const before = looked;
        looked = ids.size === 1 ? `${path} ${id}` : undefined;
        if (ids.size === 1 && looked !== before) {
          const trail = now.find((one) => one.trail)?.trail;
          const item = withTrail(products[0], trail);
          if (isLookKnown()) sink.item(item);
          else sink.event({ type: 'click', item });
        }
        if (ids.size > 1) tellNew(now.filter((one) => one.rank === rank));
      });
      const told = new WeakSet<Found>();
      const tellNew = (findings: Found[]) => {
        for (const finding of findings) {
          if (told.has(finding)) continue;
          told.add(finding);
          for (const item of capped(finding.products, sink)) sink.item(item);
        }
      };

      const changed = guarded(sink, (records: MutationRecord[]) => {
        let head = false;
        const fresh = new Set<Node>();
        for (const { target, addedNodes, attributeName } of records) {
          const place = target as Element;
          if (attributeName) head ||= place.nodeName === 'META';
          // The text of a script that is there already: it says something else now.
          else if (place.nodeName === 'SCRIPT' && !fresh.has(place) && place.matches(SCRIPT)) {
            found.delete(place);
            readScript(place);
          }
          for (const node of addedNodes) {
            if (node.nodeType !== 1 || !node.isConnected) continue;
            const element = node as Element;
            fresh.add(element);
            if (element.matches(SCRIPT)) readScript(element);
            if (element.matches(MICRODATA)) readScope(element);
            head ||= element.nodeName === 'META';
            if (element.firstElementChild) scan(element);
          }
        }
        if (head) readOpenGraph();
        judge();
      });
      // All that one task of the page changes comes as one batch.
      const observer = new MutationObserver(changed);
      const begin = guarded(sink, () => {
        scan(root);
        readOpenGraph();
        judge();
        observer.observe(root, {
          childList: true,
          subtree: true,
          attributes: true,
          attributeFilter: ['content'],
        });
      });
      // Before that a script may be there in half, and the page's second product not at all.
      if (root.readyState === 'loading') root.addEventListener('DOMContentLoaded', begin);
      else begin();
      return () => {
        root.removeEventListener('DOMContentLoaded', begin);
        observer.disconnect();
        found.clear();
      };
    },
  };
}

/** The breadcrumb is the shop's own path to the product; its last step may be the product itself. */
function withTrail(item: RawItem, trail: string[] | undefined): RawItem {
  const path = trail?.at(-1) === item.name ? trail?.slice(0, -1) : trail;
  return path?.length ? { ...item, category: path } : item;
}

function capped(items: RawItem[], sink: Sink): RawItem[] {
  if (items.length > MAX_ITEMS) sink.refuse('limit', items.length - MAX_ITEMS);
  return items.slice(0, MAX_ITEMS);
}
