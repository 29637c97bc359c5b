import { namesAgree, SAME_VIEW_MS } from './same-product.js';
import type { Telling } from './telling.js';

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
      // Nothing says that they are one product, and nothing that they are two: one page, one look.
      const mayBeSame = looks.some(
        (one) =>
          one.source !== look.source &&
          one.isFirstLook &&
          look.isFirstLook &&
          look.at - one.at < SAME_VIEW_MS &&
          namesAgree(one, look),
      );
      // Structured data only says what the page is of.
      const isWitness = look.source === 'jsonld' && looks.some(({ source }) => source !== 'jsonld');
      looks.push(look);
      return isCounted || mayBeSame || isWitness;
    },
  };
}
