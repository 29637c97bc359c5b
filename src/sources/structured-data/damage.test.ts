import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { parseItem } from '../../events/parse-item.js';
import { seededRandom } from '../../lib/random.js';
import { DAMAGES } from './damage.fixture.js';
import { joinProducts, ownProduct } from './own-product.js';
import { readJson } from './read-json.js';
import { readSchema } from './schema-org.js';

const random = seededRandom(23);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];
const BASE = 'https://shop.example/p/chair';
const PAGE = { base: BASE, paths: ['/p/chair'] };

/** One product, and the same said in the ways that shops say it. */
function truth() {
  const sku = pick(['S-1', 'A/1 b', '00420', 'Ü-7', '27" x']);
  const price = pick(['20.00', '1299', '0.99']);
  const [currency, name, brand] = [pick(['EUR', 'USD']), pick(['Chair', "Men's 4, 5 {x}"]), 'Oak'];
  const item = { id: sku, name, brand, price: +price, currency, available: true, url: '/p/chair' };
  const offer = {
    '@type': 'Offer',
    price,
    priceCurrency: currency,
    availability: 'https://schema.org/InStock',
  };
  const { price: _, ...unpriced } = offer;
  const product = {
    '@context': 'https://schema.org/',
    '@type': pick([
      'Product',
      ['Product', 'Thing'],
      'http://schema.org/Product',
      'IndividualProduct',
      'Book',
    ]),
    sku: sku.includes('"') ? sku : pick([sku, [sku]]),
    name,
    description: 'It stands: on { four, [legs] }; see https://shop.example/p/chair // and "more"',
    brand: pick([brand, { '@type': 'Brand', name: brand }]),
    offers: pick<unknown>([
      offer,
      [offer],
      { ...unpriced, '@type': 'AggregateOffer', lowPrice: price },
      { ...unpriced, '@type': 'AggregateOffer', offers: [{ ...offer, price: '5000' }, offer] },
      {
        ...unpriced,
        priceSpecification: [
          { price: '5000', priceType: 'https://schema.org/ListPrice' },
          { price },
        ],
      },
    ]),
    url: pick(['/p/chair', BASE, `${BASE}?utm_source=x`]),
  };
  const other = { '@type': 'Product', sku: 'OTHER', name: 'Stool', url: '/p/stool' };
  const data = pick<unknown>([
    product,
    [product],
    [{ '@type': 'WebSite', name: 'Shop' }, product, other],
    { '@context': 'https://schema.org', '@graph': [{ '@graph': [product] }, other] },
    { '@type': 'ItemPage', mainEntity: product },
    [{ '@type': 'WebPage', mainEntity: { '@id': '#it' } }, { '@id': '#it', ...product }, other],
  ]);
  return { item, text: JSON.stringify(data, null, 2) };
}

test('10,000 broken scripts: the product is read right, or the script is refused', () => {
  const names = Object.keys(DAMAGES);
  const counts = { read: 0, refused: 0 };
  for (let i = 0; i < 10_000; i++) {
    const { item, text } = truth();
    const chosen = names.filter(() => random() < 0.08);
    const broken = chosen.reduce((before, name) => DAMAGES[name].apply(before, pick), text);
    const { data, fault } = readJson(broken);
    const about = `${chosen.join(', ')}\n${broken}`;
    if (fault) {
      counts.refused++;
      // Two that are harmless alone may leave doubt together.
      if (chosen.length < 2) expect(DAMAGES[chosen[0]]?.leaves, about).not.toBe('product');
      continue;
    }
    const reading = readSchema([{ data }], BASE);
    const { products } = joinProducts(reading.products, PAGE);
    const own = ownProduct(products, PAGE, true);
    const found = own && parseItem(own.item);
    // `expect` ten thousand times would take longer than the reading.
    if (!isDeepStrictEqual(found, item)) expect(found, about).toEqual(item);
    counts.read++;
  }
  expect(counts.read).toBeGreaterThan(6000);
  expect(counts.refused).toBeGreaterThan(1000);
});
