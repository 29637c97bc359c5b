import { join } from 'node:path';
import type { Item } from '../../events/item.js';
import { readColumns } from './shard-columns.js';

/**
 * Reads what shards say of items.
 * @returns the items in the order of `train`, and the new number of each number in the shards: SQL sorts texts by
 * their bytes, JavaScript by its own letters, which differ for some signs.
 */
export async function readShardItems(
  folder: string,
  count: number,
): Promise<{ items: Item[]; newNumber: Int32Array }> {
  const items: Item[] = Array.from({ length: count }, () => ({ id: '' }));
  const each =
    (set: (item: Item, value: unknown) => void) => (values: ArrayLike<unknown>, at: number) => {
      for (let i = 0; i < values.length; i++) set(items[at + i], values[i]);
    };
  await readColumns(join(folder, 'items.parquet'), {
    id: each((item, id) => {
      item.id = String(id);
    }),
    price: each((item, price) => {
      if (Number(price) > 0) item.price = Number(price);
    }),
    category: each((item, category) => {
      if (category) item.category = String(category).split('/');
    }),
    brand: each((item, brand) => {
      if (brand) item.brand = String(brand);
    }),
    name: each((item, name) => {
      if (name) item.name = String(name);
    }),
  });
  const order = items.map((_, i) => i);
  const newNumber = Int32Array.from(order);
  if (items.every(({ id }, i) => i === 0 || items[i - 1].id < id)) return { items, newNumber };
  order.sort((a, b) => (items[a].id < items[b].id ? -1 : 1));
  order.forEach((number, i) => {
    newNumber[number] = i;
  });
  return { items: order.map((number) => items[number]), newNumber };
}
