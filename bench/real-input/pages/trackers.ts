import { tell } from './quirks.js';
import type { Act, Product, ShopPage } from './shop-truth.js';
import { actsOf, json, push, type Speaker } from './speaker.js';

const ALL = ['name', 'brand', 'category', 'price'] as const;

/** Segment's calls, kept by its snippet until the library is there; or RudderStack's, or PostHog's. */
export const segment =
  (api: 'analytics' | 'rudderanalytics' | 'posthog'): Speaker =>
  (telling) => {
    const { page, quirks, isFirst } = telling;
    const { kind, product, others, category, query, order } = page;
    const read = (p: Product, quantity?: number, position?: number) => {
      const { id, category: path, ...rest } = tell(p, p.id, quirks, isFirst);
      return {
        product_id: id,
        sku: p.sku,
        category: path.join('/'),
        ...rest,
        quantity,
        position,
        url: `https://shop.example/products/${p.handle}`,
      };
    };
    const method = api === 'posthog' ? 'capture' : 'track';
    const call = (event: string, properties: object) =>
      `window.${api}.${method}(${json(event)}, ${json(properties)});`;
    const products = order.lines.map(({ product: p, quantity }) => read(p, quantity));
    const load: Record<ShopPage['kind'], () => string[]> = {
      product: () => [call('Product Viewed', read(product))],
      list: () => [
        call('Product List Viewed', {
          list_id: 'list',
          category: category.join('/'),
          products: others.map((p, i) => read(p, undefined, i)),
        }),
      ],
      search: () => [call('Products Searched', { query })],
      checkout: () => [call('Checkout Started', { order_id: order.id, currency: 'EUR', products })],
      order: () => [
        call('Order Completed', { order_id: order.id, currency: 'EUR', total: 99, products }),
      ],
      cart: () => [call('Cart Viewed', { cart_id: 'c', products })],
    };
    const names = {
      cart: 'Product Added',
      remove: 'Product Removed',
      wishlist: 'Product Added to Wishlist',
      click: 'Product Clicked',
    };
    const methods = ['track', 'capture', 'page', 'identify', 'on', 'off', 'ready'];
    const stub = `window.${api} = window.${api} || []; ${json(methods)}.forEach((m) => { ${api}[m] = ${api}[m] || function () { ${api}.push([m].concat([].slice.call(arguments))); }; }); ${api}.methods = ${json(methods)};`;
    const told = load[kind]();
    return {
      once: [stub],
      load: [`window.${api}.page();`, ...told, ...(quirks.twice ? told : [])],
      acts: actsOf(page, (one) => call(names[one.type], read(one.product, one.quantity))),
      tellsPage: true,
      facts: ALL,
      quantities: true,
      kinds: quirks.twice ? ['told twice'] : [],
    };
  };

/** Snowplow's e-commerce plugin, by the queue of its tag. */
export const snowplow: Speaker = (telling) => {
  const { page, quirks, isFirst } = telling;
  const { kind, product, others, category, order } = page;
  const read = (p: Product, quantity?: number, position?: number) => {
    const { category: path, ...rest } = tell(p, p.sku, quirks, isFirst);
    return { ...rest, category: path.join('/'), currency: 'EUR', quantity, position };
  };
  const call = (name: string, params: object) => `snowplow(${json(name)}, ${json(params)});`;
  const products = order.lines.map(({ product: p, quantity }) => read(p, quantity));
  const load: Record<ShopPage['kind'], () => string[]> = {
    product: () => [call('trackProductView', read(product))],
    list: () => [
      call('trackProductListView', {
        name: category[category.length - 1],
        products: others.map((p, i) => read(p, undefined, i)),
      }),
    ],
    search: () => [],
    checkout: () => [call('trackCheckoutStep', { step: 1 })],
    order: () => [
      call('trackTransaction', {
        transaction_id: order.id,
        revenue: 99,
        currency: 'EUR',
        products,
      }),
    ],
    cart: () => [],
  };
  const write = ({ type, product: p, quantity }: Act) => {
    if (type === 'cart')
      return call('trackAddToCart:sp', {
        products: [read(p, quantity)],
        total_value: 1,
        currency: 'EUR',
      });
    if (type === 'remove')
      return call('trackRemoveFromCart', {
        products: [read(p, quantity)],
        total_value: 1,
        currency: 'EUR',
      });
    return type === 'click'
      ? call('trackProductListClick', { name: 'list', product: read(p) })
      : undefined;
  };
  const stub =
    'window.GlobalSnowplowNamespace = ["snowplow"]; window.snowplow = function () { (snowplow.q = snowplow.q || []).push(arguments); }; snowplow.q = []; snowplow("newTracker", "sp", "collector.example");';
  return {
    once: [stub],
    load: load[kind](),
    acts: actsOf(page, write),
    tellsPage: kind !== 'search',
    facts: ALL,
    quantities: true,
  };
};

/** Adobe's data layer with commerce events in XDM. */
export const adobe: Speaker = (telling) => {
  const { page, quirks, isFirst } = telling;
  const { kind, product, order } = page;
  const read = (p: Product, quantity = 1) => {
    const line = { ...p, price: p.price * quantity };
    const { id, name, brand, price } = tell(line, p.sku, quirks, isFirst);
    return { SKU: id, name, brand, priceTotal: price, quantity, currencyCode: 'EUR' };
  };
  const call = (event: string, measure: string, productListItems: object[], more: object = {}) =>
    push('adobeDataLayer', {
      event: `commerce.${event}`,
      commerce: { [measure]: { value: 1 }, ...more },
      productListItems,
    });
  const lines = order.lines.map(({ product: p, quantity }) => read(p, quantity));
  const load: Record<ShopPage['kind'], () => string[]> = {
    product: () => [call('productViews', 'productViews', [read(product)])],
    list: () => [],
    search: () => [],
    checkout: () => [call('checkouts', 'checkouts', lines)],
    order: () => [
      call('purchases', 'purchases', lines, {
        order: { purchaseID: order.id, currencyCode: 'EUR' },
      }),
    ],
    cart: () => [],
  };
  const names: Partial<Record<Act['type'], string>> = {
    cart: 'productListAdds',
    remove: 'productListRemovals',
    wishlist: 'saveForLaters',
  };
  return {
    load: [push('adobeDataLayer', { page: { type: kind } }), ...load[kind]()],
    acts: actsOf(
      page,
      ({ type, product: p, quantity }) =>
        names[type] && call(names[type], names[type], [read(p, quantity)]),
    ),
    tellsPage: kind !== 'list' && kind !== 'search' && kind !== 'cart',
    facts: ['name'],
    quantities: true,
  };
};
