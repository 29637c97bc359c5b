import type { Item } from '../events/item.js';
import type { PredictedItem } from '../prediction/prediction.js';
import type { LanguageStatus } from '../prediction/spoken.js';
import { BLANK, fill, ownTemplate, type Values, valuesOf } from './template.js';

/** What a place was filled from, and with. */
interface FilledCard {
  /** Its values. */
  key: string;
  template?: HTMLTemplateElement;
  nodes: Node[];
}

/**
 * Fills places with cards. A card that stays on the shelf keeps its nodes, whichever place it moves to, so
 * that its picture does not load again.
 * @param onChange is told of a place that got another item, or none: `data-id` says which.
 * @param onFailed is told what the shop's template threw; the shelf's own card stands in for it.
 */
export function createCards(
  onChange: (place: HTMLElement) => void,
  onFailed: (thrown: unknown) => void,
) {
  let byItem = new Map<string, FilledCard>();
  /** Free places too. */
  const byPlace = new WeakMap<HTMLElement, FilledCard>();

  const filledWith = (template: HTMLTemplateElement | undefined, values: Values) => {
    try {
      if (template) return fill(template.content, values);
    } catch (thrown) {
      onFailed(thrown);
    }
    return fill(ownTemplate(), values);
  };

  /** @param items one entry a place; undefined leaves it free. */
  return function fillPlaces(
    places: readonly HTMLElement[],
    items: readonly (PredictedItem | undefined)[],
    itemOf: (id: string) => Item,
    language: LanguageStatus | undefined,
    template?: HTMLTemplateElement,
  ): void {
    const before = byItem;
    byItem = new Map();
    places.forEach((place, at) => {
      const item = items[at];
      const id = item?.id ?? '';
      const values = item ? valuesOf(itemOf(id), item, language) : BLANK;
      const key = Object.values(values).join('\n');
      let card = item ? before.get(id) : byPlace.get(place);
      if (card?.key !== key || card.template !== template) {
        const filled = filledWith(template, values);
        card = { key, template, nodes: [...filled.childNodes] };
      }
      if (item) byItem.set(id, card);
      byPlace.set(place, card);
      if (place.firstChild !== card.nodes[0]) place.replaceChildren(...card.nodes);
      place.style.visibility = item ? '' : 'hidden';
      if (place.dataset.id === id) return;
      place.dataset.id = id;
      onChange(place);
    });
  };
}
