import type { Item } from '../events/item.js';
import { own } from '../lib/own.js';

/** `['Garden', 'Chairs']` → `garden/chairs`; empty when there is none. */
export function categoryPath(item?: Item): string {
  const path = own(item, 'category') as Item['category'];
  return (path ?? []).map((part) => part.trim().toLowerCase().replaceAll('/', ' ')).join('/');
}
