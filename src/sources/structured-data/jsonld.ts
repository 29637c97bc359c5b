import { guarded } from '../guarded.js';
import type { Source } from '../source.js';
import { createFindings } from './findings.js';
import { MICRODATA, microdata, openGraph } from './markup.js';

const SCRIPT = 'script[type^="application/ld+json" i]';
const MAX_CHARS = 200_000;
const MAX_SCOPES = 200;

/**
 * Structured data of the page: JSON-LD, microdata, Open Graph. Whatever it lists is reported as items;
 * a page about a single product is a view of that product.
 *
 * The view is reported once the document is parsed, after the other listeners have read what is pushed
 * until then. The intake drops the second of two views of the same id within two seconds, and one that
 * continues the last event for ten, so a shop whose analytics use the ids of its structured data is
 * counted once. Ids do differ in many shops (a SKU here, a product id there): what the intake cannot
 * see, `isViewReported` can.
 * @param isViewReported true when another source has reported a view of this page; then only items are
 *   reported.
 */
export function jsonld(root: Document, isViewReported: () => boolean = () => false): Source {
  return {
    name: 'jsonld',
    start(sink) {
      const findings = createFindings(root, sink, isViewReported);

      const readScript = guarded(sink, (script: Element) => {
        if (findings.has(script)) return;
        findings.keepNothing(script);
        const text = script.textContent ?? '';
        if (text.length > MAX_CHARS) sink.refuse('limit');
        else if (text.trim()) findings.keep(script, 0, JSON.parse(text));
      });
      const readScope = guarded(sink, (scope: Element) => {
        // A scope inside another product, or inside a list, belongs to that one.
        if (findings.has(scope) || scope.parentElement?.closest(MICRODATA)) return;
        findings.keep(scope, 1, microdata(scope));
      });
      const readOpenGraph = guarded(sink, () => {
        const data = openGraph(root);
        if (data) findings.keep(root, 2, data);
        else findings.drop(root);
      });
      const judge = guarded(sink, findings.judge);
      const scan = (within: Element | Document) => {
        for (const script of within.querySelectorAll(SCRIPT)) readScript(script);
        const scopes = within.querySelectorAll(MICRODATA);
        for (let i = 0; i < scopes.length && i < MAX_SCOPES; i++) readScope(scopes[i]);
        if (scopes.length > MAX_SCOPES) sink.refuse('limit', scopes.length - MAX_SCOPES);
      };

      const changed = guarded(sink, (records: MutationRecord[]) => {
        let isMetaNew = false;
        const added = new Set<Node>();
        for (const { target, addedNodes, attributeName } of records) {
          const place = target as Element;
          if (attributeName) isMetaNew ||= place.nodeName === 'META';
          // The text of a script that is there already: it says something else now.
          else if (place.nodeName === 'SCRIPT' && !added.has(place) && place.matches(SCRIPT)) {
            findings.drop(place);
            readScript(place);
          }
          for (const node of addedNodes) {
            if (node.nodeType !== 1 || !node.isConnected) continue;
            const element = node as Element;
            added.add(element);
            if (element.matches(SCRIPT)) readScript(element);
            if (element.matches(MICRODATA)) readScope(element);
            isMetaNew ||= element.nodeName === 'META';
            if (element.firstElementChild) scan(element);
          }
        }
        if (isMetaNew) readOpenGraph();
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
          attributeFilter: ['content'],
        });
      });
      // Before that a script may be there in half, and the page's second product not at all.
      if (root.readyState === 'loading') root.addEventListener('DOMContentLoaded', begin);
      else begin();
      return () => {
        root.removeEventListener('DOMContentLoaded', begin);
        observer.disconnect();
      };
    },
  };
}
