import { tell } from './quirks.js';
import type { Act, Product, ShopPage } from './shop-truth.js';
import { actsOf, json, type Speaker, type Telling } from './speaker.js';

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
        id: /^\d+$/.test(String(id)) ? Number(id) : id,
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
