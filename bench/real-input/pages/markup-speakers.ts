import type { Dice } from '../dice.js';
import { tell, type ToldProduct } from './quirks.js';
import { type Product, siblingOf } from './shop-truth.js';
import { escaped, type Speaker } from './speaker.js';

const BASE = 'https://shop.example';

/** A product as one of the usual extensions writes it. */
function jsonProduct(dice: Dice, p: Product, told: ToldProduct, own: boolean) {
  const url = `/products/${p.handle}`;
  const offer = {
    '@type': 'Offer',
    price: typeof told.price === 'number' ? told.price.toFixed(2) : told.price,
    priceCurrency: 'EUR',
    availability: 'https://schema.org/InStock',
    url,
  };
  const offers = dice.pick([
    offer,
    [offer],
    {
      '@type': 'AggregateOffer',
      lowPrice: offer.price,
      highPrice: offer.price,
      priceCurrency: 'EUR',
      offerCount: 1,
    },
    { '@type': 'AggregateOffer', priceCurrency: 'EUR', offers: [offer] },
    {
      '@type': 'Offer',
      availability: 'InStock',
      priceSpecification: {
        '@type': 'UnitPriceSpecification',
        price: offer.price,
        priceCurrency: 'EUR',
      },
    },
  ]);
  return {
    '@context': dice.pick(['https://schema.org', 'http://schema.org/', 'https://www.schema.org/']),
    '@type': dice.draw<string | string[]>([
      [10, 'Product'],
      [1, 'IndividualProduct'],
      [1, ['Product', 'Thing']],
      [1, 'https://schema.org/Product'],
      [1, 'http://www.schema.org/Product'],
    ]),
    ...(own && { '@id': `${url}#product`, mainEntityOfPage: url }),
    name: told.name,
    description: 'A fine thing.',
    sku: told.id,
    gtin13: p.gtin,
    url,
    image: [`${BASE}/${p.handle}.jpg`],
    brand: dice.pick<unknown>([{ '@type': 'Brand', name: told.brand }, told.brand]),
    category: dice.pick<unknown>([told.category.join(' > '), told.category.join('/')]),
    offers,
  };
}

/** The product and a variant of it that is not the one shown: dearer, with ids of its own. */
function groupOf(p: Product, own: ReturnType<typeof jsonProduct>) {
  const offers = (price: number) => ({
    '@type': 'Offer',
    price: price.toFixed(2),
    priceCurrency: 'EUR',
  });
  const shown = {
    ...own,
    '@id': undefined,
    mainEntityOfPage: undefined,
    '@type': 'Product',
    color: 'red',
  };
  return {
    '@context': 'https://schema.org',
    '@type': 'ProductGroup',
    '@id': `/products/${p.handle}#product`,
    name: own.name,
    description: own.description,
    url: own.url,
    brand: own.brand,
    category: own.category,
    productGroupID: p.id,
    variesBy: ['https://schema.org/color'],
    hasVariant: [
      shown,
      {
        ...shown,
        color: 'blue',
        sku: siblingOf(p),
        gtin13: undefined,
        url: `${own.url}?variant=2`,
        offers: offers(p.price + 10),
      },
    ],
  };
}

function harm(text: string, kind: string): string {
  const field = '"A fine thing."';
  const replaced = (by: string) => text.replace(field, by);
  switch (kind) {
    case 'raw newline':
      return replaced('"A fine\nthing."');
    case 'control character':
      return replaced('"A fine\u0007\tthing."');
    case 'CDATA':
      return `//<![CDATA[\n${text}\n//]]>`;
    case 'HTML comment':
      return `<!--\n${text}\n-->`;
    case 'trailing ;':
      return `${text};`;
    case 'trailing comma':
      return text.replace(/\}$/, ',}');
    case 'BOM':
      return `\uFEFF${text}`;
    case 'cut off':
      return text.slice(0, -20);
    case 'quote inside':
      return replaced('"A 5" fine thing."');
    case 'two objects':
      return `${text}\n${text}`;
    case 'JavaScript comment':
      return `/* product */\n${text}`;
    case 'single quotes':
      return text.replaceAll('"', "'");
    default:
      return replaced('undefined');
  }
}

const script = (text: string) =>
  `<script type="application/ld+json">${text.replaceAll('</', '<\\/')}</script>`;

/** JSON-LD of a product page or a list. */
export const jsonLd: Speaker = ({ page, quirks, dice, isFirst }) => {
  const { kind, product, others, category } = page;
  const read = (p: Product, own: boolean) =>
    jsonProduct(dice, p, tell(p, p.sku, quirks, isFirst), own);
  const trail = (last: string) => ({
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: ['Home', ...category, last].map((name, i) => ({
      '@type': 'ListItem',
      position: i + 1,
      name,
      item: i ? `${BASE}/c/${i}` : `${BASE}/`,
    })),
  });
  const kinds: string[] = [];
  if (kind === 'list') {
    const itemListElement = others
      .slice(0, 6)
      .map((p, i) => ({ '@type': 'ListItem', position: i + 1, item: read(p, false) }));
    const list = { '@context': 'https://schema.org', '@type': 'ItemList', itemListElement };
    return {
      markup: script(JSON.stringify(list)),
      load: [],
      acts: page.acts.map(() => undefined),
      tellsPage: false,
      facts: [],
      quantities: false,
    };
  }
  if (kind !== 'product')
    return {
      load: [],
      acts: page.acts.map(() => undefined),
      tellsPage: false,
      facts: [],
      quantities: false,
    };
  const own = read(product, true);
  const form = dice.draw([
    [6, 'alone'],
    [2, 'with breadcrumb'],
    [2, '@graph'],
    [2, 'beside related products'],
    [1, 'in an ItemPage'],
    [2, 'ProductGroup with variants'],
  ] as const);
  kinds.push(`JSON-LD ${form}`);
  if (quirks.damage) kinds.push(`JSON-LD damage: ${quirks.damage}`);
  const related = others.slice(0, 3).map((p) => ({
    ...jsonProduct(dice, p, tell(p, p.sku, { ...quirks, placeholder: undefined }, false), false),
    '@type': 'Product',
  }));
  const text = (data: unknown) =>
    quirks.damage ? harm(JSON.stringify(data), quirks.damage) : JSON.stringify(data);
  const markup = {
    alone: () => script(text(own)),
    'with breadcrumb': () => script(text(own)) + script(JSON.stringify(trail(product.name))),
    '@graph': () =>
      script(
        text({
          '@context': 'https://schema.org',
          '@graph': [{ '@type': 'WebSite', name: 'Shop', url: BASE }, trail(product.name), own],
        }),
      ),
    'beside related products': () =>
      script(text(own)) + related.map((one) => script(JSON.stringify(one))).join(''),
    'in an ItemPage': () =>
      script(text({ '@context': 'https://schema.org', '@type': 'ItemPage', mainEntity: own })),
    'ProductGroup with variants': () => script(text(groupOf(product, own))),
  }[form]();
  return {
    markup,
    load: [],
    acts: page.acts.map(() => undefined),
    tellsPage: true,
    facts: ['name', 'brand', 'category', 'price'],
    quantities: false,
    kinds,
  };
};

/** Microdata around the product, as templates write it. */
export const microdata: Speaker = ({ page, quirks, isFirst }) => {
  const acts = page.acts.map(() => undefined);
  if (page.kind !== 'product')
    return { load: [], acts, tellsPage: false, facts: [], quantities: false };
  const { product } = page;
  const { id, name, brand, category, price } = tell(product, product.sku, quirks, isFirst);
  const shown = typeof price === 'number' ? price.toFixed(2) : price;
  const markup = `<div itemscope itemtype="https://schema.org/Product">
    <meta itemprop="sku" content="${escaped(String(id))}"><span itemprop="name">${escaped(name)}</span>
    <div itemprop="brand" itemscope itemtype="https://schema.org/Brand"><meta itemprop="name" content="${escaped(brand)}"></div>
    <meta itemprop="category" content="${escaped(category.join(' > '))}"><link itemprop="url" href="/products/${product.handle}">
    <div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><span itemprop="price" content="${escaped(shown)}">${escaped(shown)}</span><meta itemprop="priceCurrency" content="EUR"></div></div>`;
  return {
    markup,
    load: [],
    acts,
    tellsPage: true,
    facts: ['name', 'brand', 'category', 'price'],
    quantities: false,
  };
};

/** Open Graph of a product. */
export const openGraph: Speaker = ({ page, quirks, isFirst }) => {
  const acts = page.acts.map(() => undefined);
  if (page.kind !== 'product')
    return { load: [], acts, tellsPage: false, facts: [], quantities: false };
  const { product } = page;
  const { id, name, brand, price } = tell(product, product.sku, quirks, isFirst);
  const shown = typeof price === 'number' ? price.toFixed(2) : price;
  const metas = {
    'og:type': 'product',
    'og:title': name,
    'og:url': `/products/${product.handle}`,
    'product:retailer_item_id': String(id),
    'product:brand': brand,
    'product:price:amount': shown,
    'product:price:currency': 'EUR',
  };
  const markup = Object.entries(metas)
    .map(([property, content]) => `<meta property="${property}" content="${escaped(content)}">`)
    .join('');
  return {
    markup,
    load: [],
    acts,
    tellsPage: true,
    facts: ['name', 'brand', 'price'],
    quantities: false,
  };
};
