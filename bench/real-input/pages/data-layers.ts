import { tell, type ToldProduct } from './quirks.js';
import type { Act, Product, ShopPage } from './shop-truth.js';
import { actsOf, json, portions, push, type Speaker, type Telling } from './speaker.js';

const ALL = ['name', 'brand', 'category', 'price'] as const;
const GA4_ACTS = {
  cart: 'add_to_cart',
  remove: 'remove_from_cart',
  wishlist: 'add_to_wishlist',
  click: 'select_item',
};

/** How a shop names its products to its analytics. */
const GA4_IDS = {
  id: (p: Product) => p.id,
  sku: (p: Product) => p.sku,
  feed: (p: Product) => `shopify_DE_${p.id}_${p.variant}`,
};
type IdScheme = keyof typeof GA4_IDS;

function ga4Item(told: ToldProduct, loose: boolean, quantity?: number, index?: number) {
  const levels = told.category.map((level, i) => [`item_category${i ? i + 1 : ''}`, level]);
  return {
    item_id: told.id,
    item_name: told.name,
    item_brand: told.brand,
    ...Object.fromEntries(levels),
    price: told.price,
    quantity: loose && quantity ? String(quantity) : quantity,
    index,
  };
}

function ga4Events({ page, quirks, isFirst }: Telling, scheme: IdScheme) {
  const item = (p: Product, quantity?: number, index?: number) =>
    ga4Item(tell(p, GA4_IDS[scheme](p), quirks, isFirst), quirks.loose, quantity, index);
  const wrap = (items: object[]): unknown => (quirks.itemsAsObject ? { ...items } : items);
  const list = (name: string, id: string, products: Product[]) =>
    portions(products, quirks.perPush).map((part, i) => ({
      name: 'view_item_list',
      params: {
        item_list_id: id,
        item_list_name: name,
        items: wrap(part.map((p, n) => item(p, 1, i * quirks.perPush + n))),
      },
    }));
  const { kind, product, others, category, query, order } = page;
  const shown =
    quirks.neighbours && kind === 'product' ? [product, ...others.slice(0, 4)] : [product];
  const value = order.lines.reduce((sum, line) => sum + line.product.price * line.quantity, 0);
  const load = {
    product: () => [
      {
        name: 'view_item',
        params: {
          currency: 'EUR',
          value: product.price,
          items: wrap(shown.map((p) => item(p, 1))),
        },
      },
      ...(quirks.related ? list('Related products', 'related', others.slice(0, 8)) : []),
    ],
    list: () => list(category[category.length - 1], 'category', others),
    search: () => [
      {
        name: 'view_search_results',
        params: { items: wrap(others.slice(0, 5).map((p) => item(p))) },
        search_term: query,
      },
    ],
    checkout: () => [
      {
        name: 'begin_checkout',
        params: {
          currency: 'EUR',
          value,
          items: wrap(order.lines.map((l) => item(l.product, l.quantity))),
        },
      },
    ],
    order: () => [
      {
        name: 'purchase',
        params: {
          transaction_id: order.id,
          currency: 'EUR',
          value,
          tax: 1,
          items: wrap(order.lines.map((l) => item(l.product, l.quantity))),
        },
      },
    ],
    cart: () => [
      {
        name: 'view_cart',
        params: {
          currency: 'EUR',
          items: wrap(order.lines.map((l) => item(l.product, l.quantity))),
        },
      },
    ],
  }[kind]();
  const act = (one: Act) => ({
    name: GA4_ACTS[one.type],
    params: { currency: 'EUR', items: wrap([item(one.product, one.quantity)]) },
  });
  return { load, act };
}

/** `search_term` stands beside `ecommerce` in Tag Manager, and with the rest in gtag. */
type Ga4Event = { name: string; params: object; search_term?: string };

/** `gtag('event', …)`, as Google's own snippet. */
export const gtag =
  (scheme: IdScheme): Speaker =>
  (telling) => {
    const { page, quirks } = telling;
    const { load, act } = ga4Events(telling, scheme);
    const call = ({ name, params, search_term }: Ga4Event) =>
      `gtag('event', ${json(name)}, ${json({ ...params, search_term })});`;
    const told = load.map(call);
    return {
      once: [
        "window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); } gtag('js', new Date()); gtag('config', 'G-1');",
      ],
      load: [...told, ...(quirks.twice ? told : [])],
      acts: actsOf(page, (one) => call(act(one))),
      tellsPage: true,
      facts: ALL,
      quantities: true,
      kinds: oddities(telling),
    };
  };

function oddities({ quirks, page }: Telling): string[] {
  return [
    quirks.itemsAsObject ? 'items as an object' : '',
    quirks.perPush && page.kind === 'list' ? 'a list in several pushes' : '',
    quirks.neighbours && page.kind === 'product' ? 'a look with neighbours' : '',
    quirks.related && page.kind === 'product' ? 'related products' : '',
    quirks.twice ? 'told twice' : '',
  ].filter(Boolean);
}

/** Tag Manager's data layer, whose keys stay until they are overwritten. */
export const tagManager =
  (scheme: IdScheme): Speaker =>
  (telling) => {
    const { page, quirks } = telling;
    const { load, act } = ga4Events(telling, scheme);
    const entries = ({ name, params, search_term }: Ga4Event): object[] =>
      quirks.split
        ? [{ ecommerce: null }, { ecommerce: params }, { event: name, search_term }]
        : [{ ecommerce: null }, { event: name, search_term, ecommerce: params }];
    const call = (event: Ga4Event) =>
      quirks.together
        ? `dataLayer.push(${entries(event).map(json).join(', ')});`
        : entries(event)
            .map((entry) => push('dataLayer', entry))
            .join('');
    const told = load.map(call);
    return {
      once: [push('dataLayer', { 'gtm.start': 1, event: 'gtm.js' })],
      load: [
        push('dataLayer', { pageType: page.kind, user: { id: undefined } }),
        ...told,
        ...(quirks.twice ? told : []),
      ],
      acts: actsOf(page, (one) => call(act(one))),
      tellsPage: true,
      facts: ALL,
      quantities: true,
      kinds: [...oddities(telling), quirks.split ? 'products and event in two pushes' : ''].filter(
        Boolean,
      ),
    };
  };

function uaProduct(
  { id, name, brand, category, price }: ToldProduct,
  quantity?: number,
  position?: number,
) {
  return {
    id,
    name,
    brand,
    category: category.join('/'),
    price: typeof price === 'number' ? price.toFixed(2) : price,
    quantity,
    position,
  };
}

/** Universal Analytics' enhanced ecommerce, alone or beside GA4's in the same push. */
export const universal =
  (withGa4: boolean): Speaker =>
  (telling) => {
    const { page, quirks, isFirst } = telling;
    const { kind, product, others, category, order, query } = page;
    const read = (p: Product, quantity?: number, position?: number) =>
      uaProduct(tell(p, p.sku, quirks, isFirst), quantity, position);
    const ga4 = ga4Events(telling, 'sku');
    const both = (ecommerce: object, event: string, index = 0, act?: Act) => {
      const twin = act ? ga4.act(act) : ga4.load[index];
      if (!withGa4 || !twin)
        return push('dataLayer', { event, ecommerce: { currencyCode: 'EUR', ...ecommerce } });
      return push('dataLayer', {
        event: twin.name,
        ecommerce: { currencyCode: 'EUR', ...twin.params, ...ecommerce },
      });
    };
    const lines = order.lines.map((line) => read(line.product, line.quantity));
    const impressions = portions(others, quirks.perPush).map((part, i) =>
      both(
        {
          impressions: part.map((p, n) => ({
            ...read(p, undefined, n + 1),
            list: category[category.length - 1],
          })),
        },
        'productImpression',
        i,
      ),
    );
    const load: Record<ShopPage['kind'], () => string[]> = {
      product: () => [
        both(
          {
            detail: { actionField: {}, products: [read(product)] },
            ...(quirks.related && {
              impressions: others
                .slice(0, 6)
                .map((p, n) => ({ ...read(p, undefined, n + 1), list: 'Related' })),
            }),
          },
          'productDetail',
        ),
      ],
      list: () => impressions,
      search: () => [push('dataLayer', { event: 'siteSearch', search_term: query })],
      checkout: () => [
        both({ checkout: { actionField: { step: 1 }, products: lines } }, 'checkout'),
      ],
      order: () => [
        both(
          {
            purchase: {
              actionField: { id: order.id, revenue: '99.00', tax: '1.00' },
              products: lines,
            },
          },
          'purchase',
        ),
      ],
      cart: () => [],
    };
    const told = load[kind]();
    const field = { cart: 'add', remove: 'remove', click: 'click', wishlist: '' };
    const name = {
      cart: 'addToCart',
      remove: 'removeFromCart',
      click: 'productClick',
      wishlist: '',
    };
    return {
      load: [...told, ...(quirks.twice ? told : [])],
      acts: actsOf(page, (one) =>
        field[one.type]
          ? both(
              { [field[one.type]]: { products: [read(one.product, one.quantity)] } },
              name[one.type],
              0,
              one,
            )
          : undefined,
      ),
      tellsPage: kind !== 'search',
      facts: ALL,
      quantities: true,
      kinds: [
        kind === 'list' && quirks.perPush ? 'a list in several pushes' : '',
        quirks.twice ? 'told twice' : '',
      ].filter(Boolean),
    };
  };
