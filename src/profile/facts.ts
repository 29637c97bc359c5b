import { categoryPath } from '../encoding/category-path.js';
import type { Item } from '../events/item.js';
import type { Model } from '../model/model.js';
import type { ItemRows } from '../prediction/item-rows.js';

/** The items that are known, and what the model in use knows of its own. */
export interface KnownItems {
  rows: ItemRows;
  /** The model or the shop's own catalog has an item of this id. */
  catalog: { isFixed(id: string): boolean };
  model?: Pick<Model, 'vocabulary' | 'itemCategory' | 'itemPrice' | 'tensors'>;
}

/** What a portrait asks of a product. */
export interface Facts {
  item: Item;
  /** As `categoryPath` writes it; empty when there is none. */
  path: string;
  /** The same, as the shop writes it. */
  names: readonly string[];
  brand?: string;
  /** Natural log of the price. */
  logPrice?: number;
  /** The price is the model's, which knows it in steps of `STEP`. */
  isRough?: boolean;
}

/** Half an octave: a step of `priceBucket`, whose fifth is the category's level. */
export const STEP = Math.LN2 / 2;

/**
 * What is known of a product: by the page or the catalog, else by the model.
 * @param about what was known of it at the time.
 */
export function factsOf(
  { rows, model }: Pick<KnownItems, 'rows' | 'model'>,
  row: number,
  about: Partial<Item> = {},
): Facts {
  const item: Item = rows.item(row) ?? { ...about, id: about.id ?? rows.id(row) ?? '' };
  const trained = model?.vocabulary.categories[(model.itemCategory[row] ?? 0) - 1];
  const bucket = model?.itemPrice[row];
  const path = categoryPath(item) || trained?.path || '';
  const facts = { item, path, names: item.category ?? path.split('/'), brand: item.brand?.trim() };
  const price = item.price ?? about.price ?? 0;
  if (price > 0) return { ...facts, logPrice: Math.log(price) };
  if (!bucket || trained?.logPrice === undefined) return facts;
  return { ...facts, logPrice: trained.logPrice + (bucket - 5) * STEP, isRough: true };
}

/** `garden/chairs` → `garden`, `garden/chairs`. */
export const levelsOf = (path: string): string[] =>
  path ? path.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/')) : [];
