import { guarded } from '../guarded.js';
import type { Source } from '../source.js';
import { createFindings } from './findings.js';
import { isOutermost, SCOPES, scopeNode } from './markup.js';
import type { MarkupNote } from './markup-note.js';
import { openGraph } from './open-graph.js';
import { readJson } from './read-json.js';

const SCRIPT = 'script[type^="application/ld+json" i]';
const MAX_CHARS = 200_000;
const MAX_SCOPES = 200;
const MAX_SCOPE_ELEMENTS = 5000;
const CANONICAL = 'link[rel="canonical"],meta';

/**
 * Structured data of the page: JSON-LD, microdata, RDFa, Open Graph. Whatever it lists is reported as items;
 * a page about a single product is a view of that product.
 *
 * The view is reported once the document is parsed, after the other listeners have read what is pushed
 * until then. A look that several sources report is counted once: `identity/` and the intake see to that.
 * @param tell told what could not be read, and why; what is not read is counted in any case.
 */
export function jsonld(root: Document, tell?: (note: MarkupNote) => void): Source {
  return {
    name: 'jsonld',
    start(sink) {
      const findings = createFindings(root, sink, tell);

      const readScript = guarded(sink, (script: Element) => {
        if (findings.has(script)) return;
        findings.keep(script, 0, undefined);
        const text = script.textContent ?? '';
        if (!text.trim()) return;
        const place = `script ${[...root.querySelectorAll(SCRIPT)].indexOf(script) + 1}`;
        if (text.length > MAX_CHARS) {
          sink.refuse('limit');
          tell?.({ kind: 'long', place, length: text.length });
          return;
        }
        const { data, strict, fault } = readJson(text);
        if (strict) tell?.({ kind: 'json', place, text, strict, fault });
        if (fault) sink.refuse('shape');
        else findings.keep(script, 0, data, place);
      });
      const readScope = guarded(sink, (scope: Element) => {
        // A scope inside another product, or inside a list, belongs to that one.
        if (!findings.has(scope) && isOutermost(scope))
          findings.keep(scope, 1, scopeNode(scope), 'microdata');
      });
      const readOpenGraph = guarded(sink, () => {
        const data = openGraph(root);
        if (data) findings.keep(root, 2, data, 'Open Graph');
        else findings.drop(root);
      });
      const judge = guarded(sink, findings.judge);
      const scan = (within: Element | Document) => {
        for (const script of within.querySelectorAll(SCRIPT)) readScript(script);
        const outermost = [...within.querySelectorAll(SCOPES)]
          .slice(0, MAX_SCOPE_ELEMENTS)
          .filter(isOutermost);
        for (const scope of outermost.slice(0, MAX_SCOPES)) readScope(scope);
        if (outermost.length > MAX_SCOPES) sink.refuse('limit', outermost.length - MAX_SCOPES);
      };
      /** The part of the structured data that an element belongs to, when it was read. */
      const partOf = (element: Element | null): Element | undefined => {
        for (let up = element?.closest(SCOPES); up; up = up.parentElement?.closest(SCOPES))
          if (findings.has(up)) return up;
        return undefined;
      };

      const changed = guarded(sink, (records: MutationRecord[]) => {
        let isMetaNew = false;
        const added = new Set<Node>();
        const stale = new Set<Element>();
        for (const { target, addedNodes, type } of records) {
          const place = (target.nodeType === 1 ? target : target.parentElement) as Element | null;
          if (type === 'attributes') isMetaNew ||= !!place?.matches(CANONICAL);
          // The text of a script that is there already: it says something else now.
          else if (place?.nodeName === 'SCRIPT' && !added.has(place) && place.matches(SCRIPT)) {
            findings.drop(place);
            readScript(place);
          }
          const part = partOf(place);
          if (part) stale.add(part);
          for (const node of addedNodes) {
            if (node.nodeType !== 1 || !node.isConnected) continue;
            const element = node as Element;
            added.add(element);
            if (element.matches(SCRIPT)) readScript(element);
            if (element.matches(SCOPES)) readScope(element);
            isMetaNew ||= element.matches(CANONICAL);
            if (element.firstElementChild) scan(element);
          }
        }
        for (const scope of stale) {
          findings.drop(scope);
          readScope(scope);
        }
        if (isMetaNew) {
          findings.reconsider();
          readOpenGraph();
        }
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
          characterData: true,
          attributeFilter: ['content', 'href'],
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
