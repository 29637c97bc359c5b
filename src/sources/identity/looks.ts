import { namesAgree } from './same-product.js';
import type { Telling } from './telling.js';

/** A tag manager reports what the page was opened for within this time. */
const SAME_VIEW_MS = 10_000;

/**
 * Counts a look once, whoever reports it and in whatever order: the looks at a product on one page are as
 * many as those of the source that reports the most.
 * @param idOf the one id of a product.
 */
export function createLooks(idOf: (id: string) => string) {
  let looks: Telling[] = [];
  return {
    clear() {
      looks = [];
    },
    isFirstOf: (source: Telling['source']) => looks.every((look) => look.source !== source),
    isRepeated(look: Telling): boolean {
      const id = idOf(look.id);
      const counts = new Map<string, number>();
      for (const one of looks) {
        if (idOf(one.id) === id) counts.set(one.source, (counts.get(one.source) ?? 0) + 1);
      }
      const own = counts.get(look.source) ?? 0;
      const isCounted = [...counts.values()].some((count) => count > own);
      const others = looks.filter(({ source }) => source !== 'jsonld');
      // Structured data only says what the page is of: whoever reports a look reports that one.
      const isWitness = look.source === 'jsonld' && others.length > 0;
      const isWitnessed =
        look.isFirstLook &&
        !others.length &&
        looks.some((one) => look.at - one.at < SAME_VIEW_MS && namesAgree(one, look));
      looks.push(look);
      return isCounted || isWitness || (look.source !== 'jsonld' && isWitnessed);
    },
  };
}
