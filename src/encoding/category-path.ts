import type { Item } from '../events/item.js';

/** `['Garden', 'Chairs']` → `garden/chairs`; empty when there is none. */
export function categoryPath(item?: Item): string {
  return (item?.category ?? [])
    .map((part) => part.trim().toLowerCase().replaceAll('/', ' '))
    .join('/');
}
