/** Structured data that is not JSON: microdata and Open Graph, brought into the form of JSON-LD. */

const MAX_PROPERTIES = 300;
const MAX_CHARS = 2000;

/** Scopes that are read. */
export const MICRODATA = ['Product', 'ProductGroup', 'ItemList', 'BreadcrumbList']
  .flatMap((type) => [`http://schema.org/${type}`, `https://schema.org/${type}`])
  .map((type) => `[itemscope][itemtype~="${type}"]`)
  .join();

/** One microdata scope as a node; scopes inside it are nodes of their own. */
export function microdata(scope: Element, depth = 0): Record<string, unknown> {
  const node: Record<string, unknown> = Object.create(null);
  node['@type'] = (scope.getAttribute('itemtype') ?? '').split(/\s+/);
  const found = scope.querySelectorAll('[itemprop]');
  for (let i = 0; i < found.length && i < MAX_PROPERTIES; i++) {
    const element = found[i];
    if (element.parentElement?.closest('[itemscope]') !== scope) continue;
    const nested = element.hasAttribute('itemscope');
    if (nested && depth > 3) continue;
    const value = nested ? microdata(element, depth + 1) : propertyOf(element);
    for (const name of (element.getAttribute('itemprop') ?? '').split(/\s+/)) {
      const before = node[name];
      if (before === undefined) node[name] = value;
      else node[name] = Array.isArray(before) ? [...before, value] : [before, value];
    }
  }
  return node;
}

function propertyOf(element: Element): string | undefined {
  for (const name of ['content', 'href', 'src', 'value', 'datetime']) {
    const value = element.getAttribute(name);
    if (value !== null) return value.slice(0, MAX_CHARS);
  }
  return element.textContent?.slice(0, MAX_CHARS).trim();
}

/** The page as an Open Graph product; `undefined` when it says it is something else. */
export function openGraph(root: Document): Record<string, unknown> | undefined {
  const meta = (...names: string[]) => {
    for (const name of names) {
      const element = root.querySelector(`meta[property="${name}"]`);
      const content = element?.getAttribute('content');
      if (content) return content.slice(0, MAX_CHARS);
    }
    return undefined;
  };
  if (!/^(og:)?product(\.item)?$/.test(meta('og:type') ?? '')) return undefined;
  return {
    '@type': 'Product',
    productID: meta('product:retailer_item_id', 'product:retailer_part_no'),
    url: meta('og:url'),
    name: meta('og:title'),
    brand: meta('product:brand', 'og:brand'),
    category: meta('product:category'),
    image: meta('og:image'),
    offers: {
      price: meta('product:sale_price:amount', 'product:price:amount', 'og:price:amount'),
      priceCurrency: meta('product:price:currency', 'og:price:currency'),
      availability: meta('product:availability', 'og:availability'),
    },
  };
}
