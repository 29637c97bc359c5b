import { parseText } from '../../events/parse-field.js';
import { own } from '../../lib/own.js';
import { followAddress } from './follow-address.js';
import { guarded } from '../guarded.js';
import type { Sink, Source } from '../source.js';
import { compilePattern, type UrlPattern } from './url-pattern.js';

/** One pattern, or several. */
export type Patterns = string | readonly string[];

/** The pages of a shop by their addresses, see `compilePattern`. */
export interface PagePatterns {
  /** Needs `:id`. */
  product?: Patterns;
  /** Needs `:category`, or `:category*` for a path of them. */
  category?: Patterns;
  /** Needs `:query`. */
  search?: Patterns;
  /** Reports nothing; it keeps `/cart` from being a product where products are `/:id`. */
  cart?: Patterns;
  checkout?: Patterns;
  /** Needs `:order`, by which a page loaded again is not counted again. */
  purchase?: Patterns;
}

type Kind = keyof PagePatterns;

/**
 * What the pattern of each kind must have. The first kind that matches counts, so they go from the most
 * to the least particular: a product's pattern may be as wide as `/:id`.
 */
const NEEDS: Readonly<Record<Kind, string>> = {
  purchase: ':order',
  checkout: '',
  cart: '',
  search: ':query',
  category: ':category',
  product: ':id',
};

/** Told of a name or a value that is wrong. */
export type RefuseOption = (name: string, value: unknown) => void;

/**
 * Reports what is wrong with patterns that anybody may have written; `url` reads the others.
 * @param refuse from the page's entry, which has its text already.
 */
export function checkPages(given: PagePatterns, refuse: RefuseOption): void {
  const isObject = Object.prototype.toString.call(given) === '[object Object]';
  if (!isObject) refuse('pages', given);
  for (const [kind, patterns] of isObject ? Object.entries(given) : []) {
    const need = own(NEEDS, kind);
    const fits = (one: unknown) => typeof one === 'string' && one.includes(String(need));
    const isKnown = need !== undefined && [patterns].flat().every(fits);
    if (!isKnown && patterns !== undefined) refuse(`pages.${kind}`, patterns);
  }
}

/**
 * A page that says nothing itself: what the shopper does is read from its addresses, also from those it
 * takes on without being loaded again.
 */
export function url(host: Window, pages: PagePatterns): Source {
  return {
    name: 'url',
    start(sink) {
      const patterns: [Kind, UrlPattern][] = [];
      for (const kind of Object.keys(NEEDS) as Kind[]) {
        const written = own(pages, kind);
        for (const one of Array.isArray(written)
          ? written
          : written === undefined
            ? []
            : [written]) {
          const hasNames = typeof one === 'string' && one.includes(NEEDS[kind]);
          const pattern = hasNames ? compilePattern(one) : undefined;
          if (pattern) patterns.push([kind, pattern]);
          else sink.refuse('shape');
        }
      }
      const { document, location } = host;
      let last = '';
      /** @param isLoaded the document was loaded for this address, so that its title belongs to it. */
      const read = guarded(sink, (isLoaded: boolean) => {
        const before = last;
        last = '';
        const address = new URL(location.href);
        for (const [kind, pattern] of patterns) {
          const found = pattern(address);
          if (!found) continue;
          // Another variant, a filter, a hash: the page is of the same thing.
          last = JSON.stringify([kind, found]);
          if (last !== before) report(kind, found, isLoaded ? nameOf(document) : undefined, sink);
          return;
        }
      });
      const load = () => read(true);
      // A page that comes back from the back-forward cache is neither loaded nor navigated to.
      const undo = followAddress(host, () => read(false));
      if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', load);
      else load();
      return () => {
        document.removeEventListener('DOMContentLoaded', load);
        undo();
      };
    },
  };
}

function report(
  kind: Kind,
  { id, category, query, order }: Readonly<Record<string, string>>,
  name: string | undefined,
  sink: Sink,
): void {
  if (kind === 'product') sink.event({ type: 'click', item: { id, name } });
  else if (kind === 'category') sink.event({ type: 'category', category: category?.split('/') });
  else if (kind === 'search') sink.event({ type: 'search', query });
  else if (kind === 'purchase') sink.event({ type: 'purchase', order });
  else if (kind === 'checkout') sink.event({ type: 'checkout' });
}

/** What the page calls its product. Titles end in the shop's name, so they come last. */
function nameOf(document: Document): string | undefined {
  const heading = document.querySelectorAll('h1');
  const shared = document.querySelector('meta[property="og:title"]')?.getAttribute('content');
  const only = heading.length === 1 ? heading[0].textContent : undefined;
  return parseText(only, 300) ?? parseText(shared ?? document.title, 300);
}
