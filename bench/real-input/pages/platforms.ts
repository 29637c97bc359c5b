import { tell } from './quirks.js';
import type { Act, Product, ShopPage } from './shop-truth.js';
import { actsOf, json, push, type Speaker, type Telling } from './speaker.js';

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

/** What Shopify writes into each theme's product page, and its standard events for the rest. */
export const shopify: Speaker = (telling) => {
  const { page, quirks, isFirst } = telling;
  const { kind, product, category, query } = page;
  const gid = (type: string, id: string) => `gid://shopify/${type}/${id}`;
  const storefront = (p: Product) => {
    const { name, brand } = tell(p, p.id, quirks, isFirst);
    return {
      id: gid('Product', p.id),
      title: name,
      vendor: brand,
      handle: p.handle,
      selectedVariant: {
        id: gid('ProductVariant', p.variant),
        title: 'Default',
        price: { amount: p.price.toFixed(2), currencyCode: 'EUR' },
      },
    };
  };
  const fire = (name: string, fields: string) =>
    `document.dispatchEvent(Object.assign(new Event('shopify:${name}', { bubbles: true }), ${fields}));`;
  const cents = Math.round(product.price * 100);
  const {
    id,
    name,
    brand,
    category: path,
  } = tell(product, product.id, { ...quirks, price: undefined }, isFirst);
  const meta = {
    page: { pageType: kind === 'list' ? 'collection' : kind, resourceType: kind, resourceId: 1 },
    currency: 'EUR',
    ...(kind === 'product' && {
      product: {
        id: /^\d+$/.test(id) ? Number(id) : id,
        gid: gid('Product', product.id),
        vendor: brand,
        type: path[path.length - 1],
        variants: [
          {
            id: Number(product.variant),
            price: cents,
            name: `${name} - Default`,
            public_title: 'Default',
            sku: product.sku,
          },
        ],
      },
    }),
  };
  const load: Record<ShopPage['kind'], () => string[]> = {
    product: () => [],
    list: () => [
      fire(
        'collection:view',
        json({ collection: { id: gid('Collection', '9'), handle: category[category.length - 1] } }),
      ),
    ],
    search: () => [fire('search:update', json({ search: { query } }))],
    checkout: () => [],
    order: () => [],
    cart: () => [],
  };
  const line = ({ type, product: p, quantity }: Act) => {
    const merchandise = {
      id: gid('ProductVariant', p.variant),
      title: 'Default',
      price: { amount: p.price.toFixed(2), currencyCode: 'EUR' },
      product: storefront(p),
    };
    const cartLine = { id: gid('CartLine', p.variant), quantity, merchandise };
    if (type === 'cart')
      return fire(
        'cart:lines-update',
        `{ action: 'add', context: 'product', lines: ${json([{ merchandiseId: merchandise.id, quantity }])}, promise: Promise.resolve(${json({ cart: { lines: [cartLine] }, userErrors: [] })}) }`,
      );
    if (type === 'remove')
      return fire(
        'cart:lines-update',
        `{ action: 'remove', context: 'cart', lines: ${json([{ id: cartLine.id, quantity: 0 }])}, promise: Promise.resolve(${json({ cart: { lines: [] }, userErrors: [] })}) }`,
      );
    return undefined;
  };
  // Components dispatch the events of a list once they are there; what nobody heard is gone.
  const later = load[kind]().map(
    (one) => `window.actsOnLoad = (window.actsOnLoad || []).concat(() => { ${one} });`,
  );
  return {
    load: [
      `window.Shopify = { shop: 'x.myshopify.com', routes: { root: '/' } }; window.ShopifyAnalytics = { meta: ${json(meta)} };`,
      ...later,
    ],
    acts: actsOf(page, line),
    tellsPage: kind === 'product' || kind === 'list' || kind === 'search',
    facts: ['name', 'brand', 'price'],
    quantities: true,
  };
};

/** A WooCommerce page by its classes, with the form that adds to the cart. */
export const wooCommerce: Speaker = ({ page }: Telling) => {
  const { kind, product, category } = page;
  const classes: Record<ShopPage['kind'], string> = {
    product: `single-product postid-${product.id} woocommerce woocommerce-page`,
    list: 'archive tax-product_cat woocommerce woocommerce-page',
    search: 'search search-results woocommerce woocommerce-page',
    checkout: 'woocommerce-checkout woocommerce-page',
    order: 'woocommerce-checkout woocommerce-order-received woocommerce-page',
    cart: 'woocommerce-cart woocommerce-page',
  };
  const title =
    kind === 'product' ? product.name : kind === 'list' ? category[category.length - 1] : 'Page';
  const form =
    kind === 'product'
      ? `<form class="cart" method="post" enctype="multipart/form-data"><input type="number" name="quantity" value="1"><button type="submit" name="add-to-cart" value="${product.id}">Add to cart</button></form>`
      : '';
  const submit = (quantity: number) =>
    `{ const f = document.querySelector('form.cart'); f.quantity.value = ${quantity}; f.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true, submitter: f.querySelector('button') })); }`;
  return {
    body: classes[kind],
    markup: `<h1 class="product_title">${title}</h1>${form}`,
    load: [],
    acts: actsOf(page, ({ type, quantity }) =>
      type === 'cart' && kind === 'product' ? submit(quantity) : undefined,
    ),
    tellsPage: kind === 'product' || kind === 'list' || kind === 'checkout' || kind === 'search',
    facts: ['name'],
    quantities: true,
  };
};

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

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
