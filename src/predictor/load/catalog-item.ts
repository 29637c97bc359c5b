import { type Fields, isObject, parseText } from '../../events/parse-field.js';

/**
 * What each field is called: in our own form, in Google Merchant's and GA4's, Shopify's, WooCommerce's and
 * schema.org's. The first that is there wins.
 */
const NAMES = {
  id: 'id item_id product_id productId itemId sku productID offer_id offerId handle',
  group: 'group item_group_id itemGroupId productGroupID group_id parent_id',
  name: 'name title item_name product_name productName itemName product_title',
  brand: 'brand vendor item_brand manufacturer brand_name brandName',
  category: 'category product_type productType item_category categories category_path',
  price: 'price current_price currentPrice unit_price unitPrice item_price prices',
  sale: 'sale_price salePrice',
  currency: 'currency priceCurrency currencyCode currency_code',
  available:
    'available availability in_stock inStock is_in_stock isInStock availableForSale stock_status',
  url: 'url link permalink product_url productUrl item_url onlineStoreUrl canonical_link href',
  image:
    'image image_link imageLink image_url imageUrl featured_image featuredImage thumbnail thumbnail_url img picture images',
  embedding: 'embedding vector',
};
const FIELDS = Object.fromEntries(
  Object.entries(NAMES).map(([field, names]) => [field, names.split(' ')]),
) as Record<keyof typeof NAMES, string[]>;
/** The fields of our own form, which needs no reading. */
const OURS = new Set(
  'id aliases group name brand category price currency available url image embedding'.split(' '),
);

/** A product as a shop has it, as the fields of an item; an entry that is only an id stays one. Reads own fields only. */
export function catalogItem(raw: unknown): unknown {
  if (!isObject(raw)) return raw;
  // A large catalog is often in our own form.
  const entry = plain(raw);
  if (Object.keys(raw).every((name) => OURS.has(name)) && typeof entry.available !== 'string') {
    const { category, image, price, brand } = entry;
    if ([category, image, price, brand].every((one) => !isObject(one) || Array.isArray(one)))
      return entry;
  }
  const node = isObject(entry.node) ? plain(entry.node) : entry;
  const first = (field: keyof typeof NAMES): unknown =>
    FIELDS[field]
      .map((name) => node[name])
      .find((value) => value != null && value !== '' && !(Array.isArray(value) && !value.length));
  // What can be bought before what is sold out.
  const offers = [node.offers].flat().map(plain);
  const offer = offers.find((one) => isAvailable(one.availability) !== false) ?? plain(offers[0]);
  const variants = listIn(node.variants);
  const forSale = variants.filter((one) => stockOf([one]) !== false);
  const sale = first('sale');
  const range = plain(plain(node.priceRange).minVariantPrice);
  const prices = [
    // 0 stands for none.
    isOnSale(node) && Number.parseFloat(String(amountOf(sale).price)) !== 0 ? sale : undefined,
    first('price'),
    range.amount === undefined ? undefined : range,
    offer.price ?? offer.lowPrice,
    ...[...forSale, ...variants].map(({ price }) => price),
  ];
  const { price, currency } = amountOf(prices.find((one) => amountOf(one).price !== undefined));
  const handle = parseText(node.handle, 255);
  return {
    id: idOf(first('id')),
    // The page may call the product by its article number.
    aliases: [node.aliases ?? [], node.sku, node.offerId, node.offer_id].flat().map(idOf),
    group: idOf(first('group')),
    name: first('name'),
    brand: named(first('brand')),
    category: categoryOf(node, first('category')),
    // Shopify's themes write prices in cents, its /products.json does not.
    price: 'price_varies' in node && typeof price === 'number' ? price / 100 : price,
    currency: first('currency') ?? currency ?? offer.priceCurrency,
    available: isAvailable(first('available') ?? offer.availability ?? stockOf(variants)),
    url: first('url') ?? (handle && `/products/${encodeURIComponent(handle)}`),
    image: addressOf(first('image')),
    embedding: first('embedding'),
  };
}

/** The own fields, without the prefix that feeds have (`g:price`); none of what is no object. */
function plain(raw: unknown): Fields {
  const own = Object.entries(isObject(raw) ? raw : {});
  const fields = own.map(([name, value]) => [name.replace(/^g:/, ''), value]);
  return Object.assign(Object.create(null), Object.fromEntries(fields));
}

/** An object, or the first of a list of them. */
const objectIn = (value: unknown): Fields => plain([value].flat()[0]);

/** A list of objects: as it is, or as `{ nodes }` or `{ edges: [{ node }] }`. */
function listIn(value: unknown): Fields[] {
  const { nodes, edges } = plain(value);
  return [Array.isArray(value) ? value : (nodes ?? edges ?? [])]
    .flat()
    .slice(0, 250)
    .map((one) => plain(isObject(one) && isObject(one.node) ? one.node : one));
}

/** `gid://shopify/Product/123` is 123. */
function idOf(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith('gid://')
    ? value.slice(value.lastIndexOf('/') + 1).split('?')[0]
    : value;
}

/** `'20.00 USD'`, `{ amount, currencyCode }`, `{ price: '2000', currency_minor_unit: 2 }`. */
function amountOf(value: unknown): { price?: unknown; currency?: string } {
  if (isObject(value)) {
    const fields = plain(value);
    const minor = fields.currency_minor_unit;
    const sum = fields.amount ?? fields.value ?? fields.price;
    const isMinor = typeof minor === 'number' && sum !== undefined;
    const currency = fields.currencyCode ?? fields.currency ?? fields.currency_code;
    return {
      price: isMinor ? Number(sum) / 10 ** minor : sum,
      currency: parseText(currency, 3),
    };
  }
  if (value == null || value === '') return { price: undefined, currency: undefined };
  const [code] = typeof value === 'string' ? (/\b[A-Z]{3}\b/.exec(value.slice(0, 60)) ?? []) : [];
  return { price: value, currency: code };
}

/** Google Merchant: `2026-11-20T00:00-0800/2026-11-30T23:59-0800`. */
function isOnSale({ sale_price_effective_date: dates }: Fields): boolean {
  if (typeof dates !== 'string') return true;
  const [from, to] = dates.slice(0, 80).split('/').map(Date.parse);
  const now = Date.now();
  return !(now < from || now > to);
}

const named = (value: unknown): unknown => (isObject(value) ? objectIn(value).name : value);

function categoryOf(node: Fields, found: unknown): unknown {
  const further = [2, 3, 4, 5].map((level) => node[`item_category${level}`]);
  if (node.item_category && further.some(Boolean)) return [node.item_category, ...further];
  const google = node.google_product_category;
  // Google's own taxonomy may be a number: no name of a category.
  const value = found ?? (/\D/.test(String(google ?? '')) ? google : undefined);
  if (!Array.isArray(value)) return named(value);
  // Several categories, or the paths of several: one of them is one path.
  return isObject(value[0]) ? named(value[0]) : /[>/]/.test(String(value[0])) ? value[0] : value;
}

function isAvailable(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  // How many there are.
  if (typeof value === 'number') return value > 0;
  const word = String(value ?? '')
    .slice(0, 80)
    .replace(/^.*\//, '')
    .replace(/[\W_]/g, '')
    .toLowerCase();
  if (
    /^(instock|instoreonly|onlineonly|limitedavailability|available|yes|true|1|(on)?backorder(ed)?|pre(order|sale))$/.test(
      word,
    )
  )
    return true;
  return /^(outofstock|soldout|discontinued|unavailable|disabled|reserved|no|false|0)$/.test(word)
    ? false
    : undefined;
}

/** Whether a variant can be bought, where they say so. */
function stockOf(variants: readonly Fields[]): boolean | undefined {
  const told = variants.map((one) => one.available ?? one.availableForSale);
  return told.includes(true) || (told.includes(false) ? false : undefined);
}

/** The address of a picture, or of the first of several. */
function addressOf(value: unknown): unknown {
  const [first] = isObject(value) && !Array.isArray(value) ? listIn(value) : [];
  const one = first ?? [value].flat()[0];
  if (!isObject(one)) return one;
  const { src, url, contentUrl, originalSrc, node } = plain(one);
  return src ?? url ?? contentUrl ?? originalSrc ?? plain(node).url;
}
