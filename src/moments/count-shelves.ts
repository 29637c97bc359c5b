import { isObject, parseId } from '../events/parse-field.js';
import type { Ledger } from './ledger.js';
import { MAX_ITEMS } from './record.js';

/** The document: shelves are in it, and moments are dispatched on it. */
export interface MomentsPage extends EventTarget {
  prerendering?: boolean;
  querySelectorAll?(selectors: string): Iterable<Pick<Element, 'shadowRoot' | 'querySelectorAll'>>;
}

/** Counts the items that shelves showed and shoppers clicked, each once per session. */
export function countShelves(options: {
  page: MomentsPage;
  ledger: Ledger;
  now(): number;
  /** The current session; an id of the page before its first event. */
  session(): string;
  /** The one id of a product: another may have been found out since it was shown. */
  idOf(id: string): string;
  /** False for a shelf of another predictor, and while consent is off. */
  isOurs(predictionId: unknown): boolean;
  /** Ends the counting. */
  signal: AbortSignal;
}): void {
  const { page, ledger, now, idOf, isOurs, signal } = options;

  const count = (detail: unknown, isClick: boolean) => {
    try {
      const { item, prediction } = isObject(detail) ? detail : {};
      const given = parseId(item);
      if (!given || !isOurs(prediction)) return;
      const id = idOf(given);
      const since = now();
      const session = options.session();
      const shelf = ledger.shelves().find((record) => record.session === session);
      const items = shelf?.items ?? [];
      const before = items.find((one) => idOf(one.id) === id);
      const clicked = isClick || !!before?.clicked;
      if (before?.clicked === clicked || (!before && items.length >= MAX_ITEMS)) return;
      const entry = { carted: false, bought: false, since, id, ...before, clicked };
      const others = items.filter((other) => other !== before);
      void ledger.put({ since, ...shelf, kind: 'shelf', session, items: [...others, entry] });
    } catch {
      // A getter of the page threw.
    }
  };

  for (const kind of ['impression', 'click']) {
    const onEvent = (event: Event) => count((event as CustomEvent).detail, kind === 'click');
    page.addEventListener(`nextaisle:${kind}`, onEvent, { signal });
  }
  // Impressions from before this code was loaded: the shelf marks them.
  for (const shelf of page.querySelectorAll?.('nextaisle-shelf') ?? []) {
    // With `light-dom` the list is in the page's tree.
    for (const list of [shelf.shadowRoot, shelf]) {
      for (const { dataset } of list?.querySelectorAll<HTMLElement>('[data-seen]') ?? []) {
        count({ item: dataset.id, prediction: dataset.seen }, false);
      }
    }
  }
}
