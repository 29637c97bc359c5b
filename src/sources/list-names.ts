/** What shops call their lists. */

import { plainText } from '../events/plain-text.js';

/** Lists of recommendations, searches, carts and home pages, in the languages of most shops. */
const SHELF =
  /relat|recom|suggest|similar|cross.?sell|up.?sell|bought|\balso\b|sponsor|best.?sell|popular|trending|recent|viewed|featured|highlight|home.?page|start.?seite|search|\bsuche|\bcart\b|basket|checkout|warenkorb|wish.?list|\bnew.?in\b|arrivals|neuheit|\bdeals?\b|promo|\boffers?\b|inspir|for.?you|you.{0,9}like|\bpicks\b|carousel|slider|banner|widget|ähnlich|aehnlich|empf[eo]hl|zuletzt|angesehen|gekauft|top.?seller|beliebt|similaire|\bvus\b|accueil|recherche|vendu|relacionad|vistos|búsqueda|busqueda|vendid|correlat|consigliat|\bvisti\b|ricerca|aanbevol|gerelat|bekeken|zoek|polecan|podobn|liknande|lignende|おすすめ|関連|推荐|相关/i;
/** Names of the list of a category, whatever the category is called. */
const LISTING = /categor|catég|kategor|collection|kollektion|catalog|katalog|listing|\bpl[pg]\b/i;

/**
 * True for a list that is not what the page is about.
 * @param address of the page: a search or a cart shows others.
 */
export function isShelf(
  list: string | undefined,
  path: readonly string[],
  address: string,
): boolean {
  if (!list || isNamedAfter(list, path)) return false;
  return SHELF.test(list) || (SHELF.test(address) && !isListing(list));
}

/** True when the list is called after its category, or is not called anything. */
export function isNamedAfter(list: string | undefined, path: readonly string[]): boolean {
  if (!list) return true;
  const name = plainText(list);
  const levels = path.map(plainText);
  return levels.includes(name) || levels.join('') === name;
}

/** True when it is called after categories as such. */
export const isListing = (list: string | undefined): boolean => !!list && LISTING.test(list);
