import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeGolden } from '../src/engine/golden.js';
import { createItemTable } from '../src/engine/item-table.js';
import { randomHistory, randomModel } from '../src/engine/random-model.fixture.js';
import { readModel } from '../src/model/model-file.js';
import { writeModel } from '../src/model/write-model.js';

/** A product page on which the platform's parts call one product by several ids. */
export interface PlatformPage {
  /** What the shop itself counts by: a database key. */
  internal: string;
  sku: string;
  /** Every id that the page calls the product by. */
  ids: string[];
  path: string;
  body: string;
}

const json = (data: unknown) =>
  `<script type="application/ld+json">${JSON.stringify(data)}</script>`;
const push = (data: unknown) =>
  `<script>(window.dataLayer = window.dataLayer || []).push(${JSON.stringify(data)})</script>`;
const viewItem = (item: object) => push({ event: 'view_item', ecommerce: { items: [item] } });
const chair = { name: 'Oak chair', price: 129 };
const jsonldChair = (more: object) =>
  json({
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: chair.name,
    offers: { '@type': 'Offer', price: '129.00', priceCurrency: 'EUR' },
    ...more,
  });
const gaChair = (item_id: string) => ({ item_id, item_name: chair.name, price: chair.price });

export const PLATFORM_PAGES: Record<'shopware' | 'woocommerce' | 'shopify', PlatformPage> = {
  shopware: {
    internal: '1a4f0b6de2c94c7d',
    sku: 'SW10001',
    ids: ['1a4f0b6de2c94c7d', 'SW10001'],
    path: '/Oak-chair/SW10001',
    body: `${viewItem(gaChair('1a4f0b6de2c94c7d'))}
      <div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Oak chair</h1>
      <meta itemprop="sku" content="SW10001"><div itemprop="offers" itemscope itemtype="http://schema.org/Offer">
      <meta itemprop="price" content="129"></div></div>`,
  },
  woocommerce: {
    internal: '34',
    sku: 'CHAIR-OAK',
    ids: ['34', 'CHAIR-OAK'],
    path: '/product/oak-chair/',
    body: `<script>document.body.className = 'woocommerce single-product postid-34'</script>
      <h1>Oak chair</h1>${viewItem(gaChair('CHAIR-OAK'))}
      ${jsonldChair({ sku: 'CHAIR-OAK', url: '/product/oak-chair/' })}
      <form class="cart" onsubmit="event.preventDefault()"><button name="add-to-cart" value="34">Add</button></form>`,
  },
  shopify: {
    internal: '4681855533135',
    sku: 'OAK-1',
    ids: [
      '4681855533135',
      'shopify_DE_4681855533135_40490343563461',
      'gid://shopify/Product/4681855533135',
      'OAK-1',
    ],
    path: '/products/oak-chair',
    body: `<script>window.Shopify = { shop: 'oak' }; window.ShopifyAnalytics = { meta: { currency: 'EUR',
      product: { id: 4681855533135, vendor: 'Oak', type: 'Chairs', variants: [
        { id: 40490343563461, price: 12900, name: 'Oak chair', public_title: null, sku: 'OAK-1' }] },
      page: { pageType: 'product' } } }</script>
      ${viewItem(gaChair('shopify_DE_4681855533135_40490343563461'))}
      ${jsonldChair({ sku: 'OAK-1', '@id': '/products/oak-chair#product', url: '/products/oak-chair' })}`,
  },
};

/** Writes a model that was trained with these items into `folder`. */
export function writeModelOf(folder: string, name: string, items: readonly string[]): void {
  const config = { width: 16, ffn: 32, window: 8, subIds: 4, centroids: 32, contentBuckets: 64 };
  const random = randomModel(config, items.length, 1);
  random.vocabulary.items = [...items];
  const model = readModel(writeModel(random).buffer);
  model.golden = makeGolden(model, createItemTable(model), randomHistory(9, items.length, 1));
  writeFileSync(join(folder, name), writeModel(model));
}
