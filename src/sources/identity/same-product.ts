import { areSiblings, isOnePattern } from './id-patterns.js';
import type { Telling } from './telling.js';

/** Two reports of one act come within this time. */
const TOGETHER_MS = 2000;
/** A number of this length is no counter of a database that another product may have as well. */
const LONG_CODE = 8;

/** What is known of the page when two mentions are compared. */
export interface PageFacts {
  /** Address of the page. */
  page?: string;
  tellings: readonly Telling[];
}

/**
 * Whether two mentions are surely of one product. A wrong yes makes two products one for good, a wrong no
 * leaves what there was before: so each yes needs something that two products do not share.
 */
export function isSameProduct(a: Telling, b: Telling, facts: PageFacts): boolean {
  if ((a.parts || b.parts) && isOnePattern(a.id, b.id)) return namesAgree(a, b);
  // A source names its products by one kind of id: two ids are two products.
  if (a.source === b.source || isVariantOf(a, b) || isVariantOf(b, a) || !namesAgree(a, b)) {
    return false;
  }
  if (a.item.group && b.item.group && a.item.group !== b.item.group) return false;
  const isNamed = !!a.name && a.name === b.name;
  const prices = compared(a.price, b.price, (x, y) => Math.abs(x - y) < 0.005);
  if (a.act && a.act === b.act && isNamed && prices !== false) {
    // Both say: this is what the page is of. Or: this was put into the cart just now.
    if (a.act === 'click' ? a.isFirstLook && b.isFirstLook : Math.abs(a.at - b.at) < TOGETHER_MS)
      return true;
  }
  if (a.url && b.url) {
    if (a.url === b.url) return isParticular(a.url, facts);
    if (!isPart(a.url, b.url)) return false;
  }
  if (sharesCode(a, b)) {
    if (isNamed || prices) return true;
    if (sharesCode(a, b, LONG_CODE)) return true;
  }
  const [one, other] = [a, b].map((telling) => placeOf(telling, facts));
  if (one && other && one !== other && !isPart(one, other)) return false;
  if (one && one === other && (a.url || b.url) && a.name && b.name && prices !== false) {
    if (isParticular(one, facts)) return true;
  }
  // A list of products is judged as a whole: see `pair-lists.ts`.
  const hasLook = a.isFirstLook || b.isFirstLook;
  return hasLook && isNamed && prices === true && isOnly(a, b, facts) && isOnly(b, a, facts);
}

/** False where two sources name different things: `Chair` and `Chair, oak` agree, `Chair` and `Lamp` do not. */
export function namesAgree({ name: a }: Telling, { name: b }: Telling): boolean {
  return !a || !b || a === b || `${a} `.startsWith(`${b} `) || `${b} `.startsWith(`${a} `);
}

/**
 * A source that names both as products of its own proves that they are two. Two variants of one product
 * of which only one is looked at or bought at a time do not.
 */
export function areToldApart(ones: readonly Telling[], others: readonly Telling[]): boolean {
  return ones.some((a) =>
    others.some((b) => {
      if (a.source !== b.source || a.id === b.id || isOnePattern(a.id, b.id)) return false;
      return !areSiblings(a.id, b.id) || (!a.act && !b.act);
    }),
  );
}

/** Where the product is shown: what the page shows first is most likely what the page is of. */
function placeOf({ url, isFirstLook }: Telling, { page }: PageFacts): string | undefined {
  return url ?? (isFirstLook ? page : undefined);
}

/** No list: no source gives it to two products. */
function isParticular(url: string, { tellings }: PageFacts): boolean {
  const byWhom = new Map<string, string>();
  return tellings.every((telling) => {
    if (telling.url !== url) return true;
    const before = byWhom.get(telling.source) ?? telling.id;
    byWhom.set(telling.source, before);
    return before === telling.id || isOnePattern(before, telling.id);
  });
}

/** No other product of `b`'s source has the name and the price of `a`. */
function isOnly(a: Telling, b: Telling, { tellings }: PageFacts): boolean {
  return tellings.every(
    ({ source, id, name, price }) =>
      source !== b.source || id === b.id || name !== a.name || price !== a.price,
  );
}

function isVariantOf(a: Telling, b: Telling): boolean {
  // Some give a product that has no variants its own id as the group.
  if (a.item.group === a.id) return false;
  return a.item.group !== undefined && (a.item.group === b.id || b.codes.includes(a.item.group));
}

/** The one address has only more parameters than the other: it may be a variant, or the same. */
function isPart(a: string, b: string): boolean {
  return a.startsWith(`${b}?`) || b.startsWith(`${a}?`);
}

function sharesCode(a: Telling, b: Telling, length = 1): boolean {
  const codes = new Set([a.id, ...a.codes]);
  return [b.id, ...b.codes].some((code) => code.length >= length && codes.has(code));
}

function compared<T>(a: T | undefined, b: T | undefined, isSame: (a: T, b: T) => boolean) {
  return a === undefined || b === undefined ? undefined : isSame(a, b);
}
