import type { RankRules } from '../prediction/rank.js';

/**
 * The rules that the attributes of a shelf stand for.
 * @param idsOn the ids on another shelf; undefined for any other element.
 */
export function rulesOf(
  shelf: HTMLElement,
  idsOn: (other: Element) => string[] | undefined,
): RankRules {
  const words = (name: string) =>
    shelf
      .getAttribute(name)
      ?.split(/[\s,]+/)
      .filter(Boolean);
  // As it is written: the predictor reads numbers, and reports what is none.
  const given = (name: string) =>
    (shelf.getAttribute(name)?.trim() || undefined) as number | undefined;
  const root = shelf.getRootNode() as Partial<Document>;
  /** `#id` stands for the items of a shelf before this one: so no two shelves ask each other. */
  const expand = (word: string) => {
    const other = word[0] === '#' ? root.getElementById?.(word.slice(1)) : undefined;
    const isBefore =
      other && other.compareDocumentPosition(shelf) & Node.DOCUMENT_POSITION_FOLLOWING;
    return (isBefore && idsOn(other)) || word;
  };
  return {
    k: given('k'),
    exclude: words('exclude')?.flatMap(expand),
    minProbability: given('min-probability'),
    maxPerCategory: given('max-per-category'),
    diversify: given('diversify'),
    pinned: words('pinned'),
    fallback: words('fallback'),
    available: shelf.hasAttribute('available')
      ? shelf.getAttribute('available') !== 'false'
      : undefined,
    // A card needs a name or an address.
    filter: ({ name, url }) => !!(name || url),
  };
}

/** Places kept free for cards, at most. */
const MAX_RESERVED = 48;

/** How many places a shelf has even while it has fewer items. */
export function reserveOf(shelf: HTMLElement): number {
  return Math.min(numberOf(shelf, 'reserve', numberOf(shelf, 'k', 8)), MAX_RESERVED);
}

function numberOf(shelf: HTMLElement, name: string, fallback: number): number {
  const value = Number.parseFloat(shelf.getAttribute(name) ?? '');
  return Number.isNaN(value) ? fallback : value;
}
