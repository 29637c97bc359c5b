const MAX_CHARS = 2000;

/**
 * The page as an Open Graph product; `undefined` when it says it is something else. Themes leave `website`
 * on their product pages too, so there the product's own tags count.
 * https://ogp.me, https://developers.facebook.com/docs/marketing-api/catalog/guides/microdata-tags
 */
export function openGraph(root: Document): Record<string, unknown> | undefined {
  const meta = (...names: string[]) => {
    for (const name of names) {
      for (const element of root.querySelectorAll(
        `meta[property="${name}"],meta[name="${name}"]`,
      )) {
        const content = element.getAttribute('content')?.trim();
        if (content) return content.slice(0, MAX_CHARS);
      }
    }
    return undefined;
  };
  const type = meta('og:type') ?? 'website';
  const productID = meta('product:retailer_item_id', 'product:retailer_part_no', 'product:sku');
  const price = meta('product:sale_price:amount', 'product:price:amount', 'og:price:amount');
  const isProduct = /^(og:)?product(\.item)?$/.test(type);
  if (!isProduct && !(type === 'website' && productID && price)) return undefined;
  return {
    '@type': 'Product',
    productID,
    gtin: meta('product:gtin', 'product:ean', 'product:upc', 'product:isbn'),
    mpn: meta('product:mfr_part_no'),
    inProductGroupWithID: meta('product:item_group_id'),
    url: meta('og:url'),
    name: meta('og:title'),
    brand: meta('product:brand', 'og:brand'),
    category: meta('product:category'),
    image: meta('og:image', 'og:image:url', 'og:image:secure_url'),
    offers: {
      price,
      priceCurrency: meta(
        'product:sale_price:currency',
        'product:price:currency',
        'og:price:currency',
      ),
      availability: meta('product:availability', 'og:availability'),
    },
  };
}
