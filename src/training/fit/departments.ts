import { type Model, tensor } from '../../model/model.js';

/** Rows of the model's products by their top category. */
export function departmentsOf({ itemCategory, vocabulary }: Model): Map<string, number[]> {
  const departments = new Map<string, number[]>();
  itemCategory.forEach((category, row) => {
    const top = topOf(vocabulary.categories[category - 1]?.path ?? '');
    if (!top) return;
    const rows = departments.get(top);
    if (rows) rows.push(row);
    else departments.set(top, [row]);
  });
  return departments;
}

/** `books/novels` → `books` */
export const topOf = (path: string) => path.split('/')[0];

/** Rows of the most popular products, ascending. */
export function mostPopular(model: Model, count: number): Int32Array {
  const popularity = tensor(model, 'item.popularity');
  const rows = Int32Array.from(popularity.keys());
  return rows
    .sort((a, b) => popularity[b] - popularity[a] || a - b)
    .slice(0, count)
    .sort();
}
