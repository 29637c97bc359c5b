/*
 * This room shows a prediction as cards in a page. `rules-of.ts` reads what a shelf may hold off its
 * attributes, `frame.ts` builds what stays (heading, list), `places.ts` decides which item goes where,
 * `cards.ts` fills the places from a `template.ts`, `impression.ts` counts what was seen, for the shelf
 * and for the hooks of the frameworks alike.
 */

import type { Item } from '../events/item.js';
import type { Prediction } from '../prediction/prediction.js';
import type { LanguageStatus } from '../prediction/spoken.js';
import { announce } from './announce.js';
import { createCards } from './cards.js';
import { createFrame, nameFrame } from './frame.js';
import { createImpressionWatch, type ImpressionWatch } from './impression.js';
import { arrange, placesOf } from './places.js';
import { reserveOf } from './rules-of.js';

/** The inside of a `<nextaisle-shelf>`. */
export interface Shelf {
  /** @param itemOf what is known of an item. */
  show(
    prediction: Prediction | undefined,
    itemOf: (id: string) => Item | undefined,
    language: LanguageStatus | undefined,
  ): void;
  /** Counts impressions until the returned undo is called. */
  watch(): () => void;
}

/**
 * @param onBlur the keyboard has left the cards: what was held back can be shown.
 * @param onFailed is told what the shop's template threw.
 */
export function createShelf(
  host: HTMLElement,
  onBlur: () => void,
  onFailed: (thrown: unknown) => void,
): Shelf {
  const frame = createFrame(host, host.hasAttribute('light-dom'));
  const { list } = frame;
  let shown: Prediction | undefined;
  let watch: ImpressionWatch | undefined;
  /** By item on the shelf that was seen: the prediction it was seen in. */
  const seen = new Map<string, string>();

  const idOf = (place: Element) => (place as HTMLElement).dataset.id ?? '';
  const tell = (kind: 'impression' | 'click', item: string) => {
    const rank = shown?.items.find(({ id }) => id === item)?.rank;
    announce(host, kind, { item, rank, prediction: shown?.id });
  };
  /** `data-seen` is for `lift()`, whose code may be loaded after the card was seen. */
  const mark = (place: HTMLElement) => {
    const prediction = seen.get(idOf(place));
    if (prediction === undefined) delete place.dataset.seen;
    else place.dataset.seen = prediction;
  };
  const onSeen = (place: Element) => {
    seen.set(idOf(place), shown?.id ?? '');
    mark(place as HTMLElement);
    tell('impression', idOf(place));
  };
  /** The place has another card: its second begins again. */
  const follow = (place: HTMLElement) => {
    mark(place);
    if (idOf(place) && !seen.has(idOf(place))) watch?.watch(place);
    else watch?.unwatch(place);
  };
  const fillPlaces = createCards(follow, onFailed);

  list.addEventListener('click', (event) => {
    const path = event.composedPath();
    const place = [...list.children].find((place) => path.includes(place));
    if (place && idOf(place)) tell('click', idOf(place));
  });
  list.addEventListener('focusout', ({ relatedTarget }) => {
    if (!list.contains(relatedTarget as Node | null)) onBlur();
  });

  return {
    show(prediction, itemOf, language) {
      const items = prediction?.items ?? [];
      const order = arrange(list, items, shown?.items ?? [], reserveOf(host));
      shown = prediction;
      nameFrame(frame, host, items.length > 0, language);
      const ids = new Set(order.map((item) => item?.id));
      for (const id of seen.keys()) if (!ids.has(id)) seen.delete(id);
      const template = host.querySelector<HTMLTemplateElement>(':scope > template') ?? undefined;
      const places = placesOf(list, order.length);
      fillPlaces(places, order, (id) => itemOf(id) ?? { id }, language, template);
    },
    watch() {
      watch = createImpressionWatch(onSeen);
      for (const place of list.children) follow(place as HTMLElement);
      return () => {
        watch?.stop();
        watch = undefined;
      };
    },
  };
}
