import type { PredictedItem } from '../prediction/prediction.js';

/**
 * Which item goes to which place of the list: in their order, but the card that has the keyboard's focus
 * stays where it is, even when it is no longer among the items.
 * @param before the items shown until now.
 * @param reserved how many places there are at least.
 * @returns one entry a place; undefined is a free one.
 */
export function arrange(
  list: HTMLElement,
  items: readonly PredictedItem[],
  before: readonly PredictedItem[],
  reserved: number,
): (PredictedItem | undefined)[] {
  const focused = [...list.children].findIndex((place) => place.querySelector(':focus-visible'));
  const id = (list.children[focused] as HTMLElement | undefined)?.dataset.id;
  const isFocused = (item: PredictedItem) => item.id === id;
  const held = items.find(isFocused) ?? before.find(isFocused);
  const rest = items.filter((item) => item !== held);
  const count = Math.max(items.length, reserved, held ? focused + 1 : 0);
  return [...new Array(count)].map((_, at) => (held && at === focused ? held : rest.shift()));
}

/** Adds or removes places at the end. A place never moves: cards move from place to place. */
export function placesOf(list: HTMLElement, count: number): HTMLElement[] {
  while (list.children.length < count) list.append(list.ownerDocument.createElement('li'));
  while (list.children.length > count) list.lastChild?.remove();
  return [...list.children] as HTMLElement[];
}
