import { categoryPath } from '../encoding/category-path.js';
import type { Item } from '../events/item.js';
import type { Reason } from './prediction.js';
import type { Relations } from './relations.js';

export interface ReasonContext {
  relations: Relations;
  /** The item of the last event, as far as it is known. */
  current?: Item;
  /** Chosen more than e times as often as the average item of the training log. */
  popular: boolean;
  /** The item was in the training log, so the model knows what follows it. */
  trained: boolean;
}

/** At most three reasons, the strongest first. Taken from the history alone, so no model is asked. */
export function reasonsFor(
  item: Item,
  { relations, current, popular, trained }: ReasonContext,
): Reason[] {
  const { id, brand } = item;
  const other = current && current.id !== id ? current : undefined;
  const category = categoryPath(item);
  const reasons: Reason[] = [];
  const add = (holds: unknown, kind: Reason['kind'], text: string, about?: string) => {
    if (holds && reasons.length < 3)
      reasons.push(about === undefined ? { kind, text } : { kind, item: about, text });
  };
  add(relations.inCart.has(id), 'in-cart', 'In your cart', id);
  add(relations.purchased.has(id), 'bought-before', 'Bought before', id);
  add(relations.seen.has(id), 'seen', 'Viewed before', id);
  const isAlike = category && categoryPath(other) === category;
  add(isAlike, 'same-category', `More in ${item.category?.at(-1)}`, other?.id);
  add(brand && brand === other?.brand, 'same-brand', `More by ${brand}`, other?.id);
  add(popular, 'popular', 'Popular');
  add(!reasons.length && trained && other, 'often-next', 'Often chosen next', other?.id);
  return reasons;
}
