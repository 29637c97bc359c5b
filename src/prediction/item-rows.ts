import type { Item } from '../events/item.js';

/** The items by row of the item table. */
export interface ItemRows {
  readonly size: number;
  indexOf(id: string): number;
  id(row: number): string | undefined;
  item(row: number): Item | undefined;
}
