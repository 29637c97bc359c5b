import { tell } from './quirks.js';
import type { Product, ShopPage } from './shop-truth.js';
import { actsOf, escaped, json, type Speaker, type Telling } from './speaker.js';

const ALL = ['name', 'brand', 'category', 'price'] as const;

/** Elements that the shop has marked for us. */
export const marks: Speaker = ({ page, quirks, isFirst }: Telling) => {
  const { kind, product, order, query, category } = page;
  const attributes = (p: Product, quantity?: number) => {
    const { id, name, brand, category: path, price } = tell(p, p.sku, quirks, isFirst);
    const fields = { id, name, brand, category: path.join('/'), price: String(price), quantity };
    return Object.entries(fields)
      .map(([key, value]) =>
        value === undefined ? '' : ` data-nextaisle-${key}="${escaped(String(value))}"`,
      )
      .join('');
  };
  const click = (element: string) =>
    `{ const b = document.createElement('button'); b.innerHTML = ${json(element)}; document.body.append(b); b.firstChild.click(); }`;
  const acts = actsOf(page, ({ type, product: p, quantity }) =>
    click(`<span data-nextaisle="${type}"${attributes(p, quantity)}>x</span>`),
  );
  const later = (element: string) =>
    `window.actsOnLoad = (window.actsOnLoad || []).concat(() => ${click(element)});`;
  const load: Record<ShopPage['kind'], () => string[]> = {
    product: () => [],
    list: () => [
      later(
        `<span data-nextaisle="category" data-nextaisle-category="${escaped(category.join('/'))}">x</span>`,
      ),
    ],
    search: () => [
      later(`<span data-nextaisle="search" data-nextaisle-query="${escaped(query)}">x</span>`),
    ],
    checkout: () => [later('<span data-nextaisle="checkout">x</span>')],
    order: () =>
      order.lines.map((line) =>
        later(
          `<span data-nextaisle="purchase" data-nextaisle-order="${order.id}"${attributes(line.product, line.quantity)}>x</span>`,
        ),
      ),
    cart: () => [],
  };
  return {
    markup: kind === 'product' ? `<div data-nextaisle="view"${attributes(product)}></div>` : '',
    load: load[kind](),
    acts,
    tellsPage: kind !== 'cart',
    facts: ALL,
    quantities: true,
  };
};

/** The shop's own calls of `track()`. */
export const trackCalls: Speaker = ({ page, quirks, isFirst }: Telling) => {
  const { kind, product, order, query, category } = page;
  const read = (p: Product, quantity?: number) => ({ ...tell(p, p.id, quirks, isFirst), quantity });
  const call = (...args: unknown[]) =>
    `predictor.track(${args.map((arg) => json(arg)).join(', ')});`;
  const later = (statement: string) =>
    `window.actsOnLoad = (window.actsOnLoad || []).concat(() => { ${statement} });`;
  const load: Record<ShopPage['kind'], () => string[]> = {
    product: () => [call('view', read(product))],
    list: () => [call('category', category)],
    search: () => [call('search', query)],
    checkout: () => [call('checkout')],
    order: () => [
      call('purchase', {
        order: order.id,
        items: order.lines.map((l) => read(l.product, l.quantity)),
      }),
    ],
    cart: () => [],
  };
  return {
    load: load[kind]().map(later),
    acts: actsOf(page, ({ type, product: p, quantity }) => call(type, read(p, quantity))),
    tellsPage: kind !== 'cart',
    facts: ALL,
    quantities: true,
  };
};
