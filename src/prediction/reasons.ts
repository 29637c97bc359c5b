import { categoryPath } from '../encoding/item-facts.js';
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
  const reasons: (Reason | false | '' | undefined)[] = [
    relations.inCart.has(id) && { kind: 'in-cart', item: id, text: 'In your cart' },
    relations.purchased.has(id) && { kind: 'bought-before', item: id, text: 'Bought before' },
    relations.seen.has(id) && { kind: 'seen', item: id, text: 'Viewed before' },
    other &&
      category &&
      categoryPath(other) === category && {
        kind: 'same-category',
        item: other.id,
        text: `More in ${item.category?.at(-1)}`,
      },
    other &&
      brand &&
      brand === other.brand && { kind: 'same-brand', item: other.id, text: `More by ${brand}` },
    popular && { kind: 'popular', text: 'Popular' },
  ];
  const found = reasons.filter((reason): reason is Reason => !!reason).slice(0, 3);
  if (found.length || !trained || !other) return found;
  return [{ kind: 'often-next', item: other.id, text: 'Often chosen next' }];
}
