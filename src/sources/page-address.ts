import { parseText } from '../events/parse-field.js';

/** Where a page of one list may be, while it is shown by and by. */
const PAGE_NUMBER = /[/-](?:page|pagina|seite)[/-]?\d{1,6}\/?$/i;

export interface Address {
  /** Without the number of the page in a list; empty where there is none. */
  path: string;
  search: string;
}

export function addressOf(host: object): Address {
  try {
    const { pathname = '', search = '', hash = '' } = Object(Reflect.get(host, 'location'));
    const route = /^#!?\//.test(hash) ? hash : '';
    const path = `${pathname}${route}`.replace(PAGE_NUMBER, '').replace(/\/$/, '');
    return { path, search: String(search) };
  } catch {
    return { path: '', search: '' };
  }
}

/** The path, and the names and values of the query, as words: `%C3%BC` and `+` are read, and no letter is too odd for it. */
export const partsOf = ({ path, search }: Address): string[] =>
  [...new URLSearchParams(`${path}&${search.slice(1)}`)].flat();

/** True where the address names a product, by its id or its name: `/products/Grey-Mug` has `-grey-mug-` in it. */
export function isNamedIn(path: string, item: unknown): boolean {
  const { id, name } = Object(item) as { id?: unknown; name?: unknown };
  const here = slug(path);
  return [id, name].some((text) => slug(text) !== '-' && here.includes(slug(text)));
}

function slug(text: unknown): string {
  const words = (parseText(text, 300) ?? '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  return `-${words}-`.replace(/-+/g, '-');
}

/** True where both have the same path, and no parameter in common with another value. */
export function isSamePage(a: Address, b: Address): boolean {
  if (a.path !== b.path) return false;
  const others = new URLSearchParams(b.search);
  return [...new URLSearchParams(a.search)].every(([name, value]) => {
    return (others.get(name) ?? value) === value;
  });
}

/** True where the document itself says that it is the page of a product. */
export function showsProduct(host: object): boolean {
  try {
    const { ShopifyAnalytics: shopify, document } = host as Window & {
      ShopifyAnalytics?: { meta?: { page?: { pageType?: unknown } } };
    };
    if (shopify?.meta?.page?.pageType === 'product') return true;
    return !!document?.querySelector('meta[property="og:type"][content*=product],.single-product');
  } catch {
    return false;
  }
}
