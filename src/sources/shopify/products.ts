import {
  type Fields,
  isObject,
  parseId,
  parseNumber,
  parseText,
} from '../../events/parse-field.js';

/** A raw item of Shopify whose id is that of the product, never that of a variant. */
export interface Product {
  id: string;
  [field: string]: unknown;
}

/** Which product a variant or a line of the cart is of, as far as the page has shown. */
export interface Products {
  learn(key: unknown, product: Product | undefined): void;
  /** @param key the id of a variant, or of a cart line. */
  of(key: unknown): Product | undefined;
}

const MAX_KEPT = 2000;

export function createProducts(): Products {
  const known = new Map<string, Product>();
  return {
    learn(input, product) {
      const key = shopifyId(input);
      if (!key || !product) return;
      known.set(key, product);
      if (known.size > MAX_KEPT) known.delete([...known.keys()][0]);
    },
    of(input) {
      const key = shopifyId(input);
      // The key of a line starts with its variant: `40490343563461:3f2a…`.
      return key === undefined ? undefined : (known.get(key) ?? known.get(key.split(':')[0]));
    },
  };
}

/** `gid://shopify/Product/123`, `123` and `'123'` are one id. */
export function shopifyId(input: unknown): string | undefined {
  const text = parseText(input, 300);
  return text && parseId(text.slice(text.lastIndexOf('/') + 1).split('?')[0]);
}

/** A product as the Storefront API has it, which the standard events and Hydrogen follow. */
export function storefrontProduct(product: unknown, variant?: unknown): Product | undefined {
  const id = isObject(product) && shopifyId(product.id);
  if (!id) return undefined;
  const chosen = isObject(variant) ? variant : {};
  const price = isObject(chosen.price) ? chosen.price : {};
  const handle = parseText(product.handle, 255);
  return {
    id,
    name: product.title,
    brand: product.vendor,
    category: product.productType,
    price: price.amount,
    currency: price.currencyCode,
    available: chosen.availableForSale,
    url: handle && `/products/${handle}`,
  };
}

/** A line of the Ajax cart: prices are in hundredths, whatever the currency. */
export function ajaxProduct(line: Fields): Product | undefined {
  const id = shopifyId(line.product_id);
  return id
    ? {
        id,
        name: line.product_title,
        brand: line.vendor,
        category: line.product_type,
        price: hundredths(line.final_price ?? line.price),
        url: parseText(line.url, 2000)?.split('?')[0],
        image: line.image,
      }
    : undefined;
}

/** The price of `12800` hundredths, or `'12800'`. */
export function hundredths(input: unknown): number | undefined {
  const amount = parseNumber(input, 0, 1e11);
  return amount === undefined ? undefined : amount / 100;
}
