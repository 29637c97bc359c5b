import {
  type Fields,
  isObject,
  parseNumber,
  parsePrice,
  parseText,
} from '../../events/parse-field.js';
import { first, nodesOf } from './node-fields.js';

/** What is asked for a product, raw. */
export interface Terms {
  price?: unknown;
  currency?: unknown;
  available?: boolean;
  url?: unknown;
}

/**
 * One price of the offers of a product: of the offer that the page's address names; else the lowest, which
 * is what `lowPrice` means. Used goods and those sold out count where there are no others.
 * @param isHere whether an address is exactly that of the page.
 */
export function termsOf(node: Fields, isHere: (address: unknown) => boolean): Terms {
  const all = nodesOf(node.offers).flatMap((offer): Fields[] =>
    priceOf(offer).price === undefined
      ? [
          offer,
          ...nodesOf(offer.offers).map((one) => ({ priceCurrency: offer.priceCurrency, ...one })),
        ]
      : [offer],
  );
  const here = all.length > 1 ? all.filter((offer) => isHere(offer.url)) : [];
  const better = [
    ({ itemCondition }: Fields) => !/Used|Refurb|Damaged/.test(wordOf(itemCondition)),
    ({ availability }: Fields) => isAvailable(availability) !== false,
  ];
  const offers =
    here.length === 1
      ? here
      : better.reduce((left, test) => {
          const kept = left.filter(test);
          return kept.length ? kept : left;
        }, all);
  const states = offers.map(({ availability }) => isAvailable(availability));
  const priced = [...offers, ...(offers.length ? [] : [node])]
    .map(priceOf)
    .filter(({ price }) => parsePrice(price) !== undefined);
  const [{ price, currency } = {} as Terms] = priced
    .filter((one) => one.currency === priced[0].currency)
    .sort((a, b) => Number(parsePrice(a.price)) - Number(parsePrice(b.price)));
  return {
    price,
    currency,
    available: states.includes(true) || (states.includes(false) ? false : undefined),
    url: first(offers[0]?.url),
  };
}

/** A price that stands in the offer wins over its specifications, as it does at Google. */
function priceOf(offer: Fields): Pick<Terms, 'price' | 'currency'> {
  const price = first(offer.lowPrice) ?? first(offer.price);
  const currency = first(offer.priceCurrency);
  if (price != null && price !== '') return { price, currency };
  const ranked = nodesOf(offer.priceSpecification)
    .map((one) => ({
      price: first(one.price) ?? first(one.minPrice),
      currency: first(one.priceCurrency) ?? currency,
      rank: rankOf(one),
    }))
    .filter((one) => one.price != null)
    .sort((a, b) => a.rank - b.rank);
  const [best] = ranked;
  // Two prices for the same: nobody knows which is meant.
  const isSure = ranked.every(
    (one) => one.rank > best.rank || one.currency !== best.currency || one.price === best.price,
  );
  return best && isSure ? { price: best.price, currency: best.currency } : {};
}

/** How far a specification is from what a shopper pays: crossed out, for members, for a hundred, before tax. */
function rankOf(one: Fields): number {
  const type = wordOf(one.priceType);
  const quantity = first(one.eligibleQuantity);
  const least = isObject(quantity)
    ? (parseNumber(quantity.minValue ?? quantity.value, 0, 1e9) ?? 1)
    : 1;
  return (
    (/Sale/.test(type) ? 0 : type ? 4 : 1) +
    (one.validForMemberTier ? 16 : 0) +
    (least > 1 ? 8 : 0) +
    (one.referenceQuantity ? 0.5 : 0) +
    (/^false$/i.test(String(first(one.valueAddedTaxIncluded))) ? 0.25 : 0)
  );
}

function isAvailable(input: unknown): boolean | undefined {
  const state = wordOf(input).replaceAll(/[ _-]/g, '');
  if (/^(OutOfStock|SoldOut|Discontinued|Reserved|oos|false)$/i.test(state)) return false;
  // Other words may mean either.
  return /^(InSto|Online|Limited|Pre|Back|Made|avail|true)/i.test(state) || undefined;
}

/** `InStock`, of `https://schema.org/InStock`, `schema:InStock` or a node of that name. */
function wordOf(input: unknown): string {
  const one = first(input);
  const text = parseText(isObject(one) ? (one['@id'] ?? one.name) : one, 200);
  return text?.replace(/^.*[/:#]/, '') ?? '';
}
