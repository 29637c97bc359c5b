/** Parameters that say where the shopper came from, never which product it is. */
const TRACKING =
  /^(?:utm_\w+|_ga|gad_\w+|gclid|gclsrc|[bdgw]braid|fbclid|msclkid|ttclid|twclid|li_fat_id|epik|srsltid|mc_[ce]id|_pos|_sid|_ss|_psq|_gl|ref|pr_\w+)$/i;
const MAX_CHARS = 2000;

/** Path and query without what does not name the page; undefined for the home page and other schemes. */
export function plainAddress(address: string, base: string): string | undefined {
  if (address.length > MAX_CHARS) return undefined;
  let url: URL;
  try {
    url = new URL(address, base);
  } catch {
    return undefined;
  }
  if (!/^https?:$/.test(url.protocol)) return undefined;
  for (const name of [...url.searchParams.keys()]) {
    if (TRACKING.test(name)) url.searchParams.delete(name);
  }
  url.searchParams.sort();
  const path = url.pathname.replace(/\/{1,9}(?:index\.\w{2,5})?$/, '');
  return path || url.search ? path + url.search : undefined;
}

/**
 * Addresses on one page: another address of the page itself is read as its canonical one. A single-page
 * shop may leave the canonical link of an earlier page in the document, so it counts only for the address
 * that the document was loaded for.
 */
export function addressesOn(document: Document, address: string) {
  const own = plainAddress(address, address);
  const canonical = () => {
    const loaded = globalThis.performance?.getEntriesByType?.('navigation').at(0)?.name;
    if (!loaded || plainAddress(loaded, loaded) !== own) return undefined;
    const href = document.querySelector('link[rel=canonical]')?.getAttribute('href');
    return href ? plainAddress(href, address) : undefined;
  };
  const page = (own && canonical()) ?? own;
  return {
    /** The page itself. */
    page,
    of(url: string): string | undefined {
      const plain = plainAddress(url, address);
      return plain === own ? page : plain;
    },
  };
}
