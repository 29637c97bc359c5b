import type { Telling } from './telling.js';

/** The share of the shorter list that has a counterpart in the other, for both to be one list. */
const ONE_LIST = 0.5;
const MIN_PAIRS = 2;

/**
 * Two sources describe one list, each by its own ids: products with one name and price are pairs, where no
 * other of either list has them, and where the lists correspond as a whole. A single product that
 * looks like one of another list proves nothing.
 */
export function pairLists(tellings: readonly Telling[]): [Telling, Telling][] {
  const lists = new Map<string, Map<string, Telling | null>>();
  for (const telling of tellings) {
    const { source, name, price } = telling;
    if (telling.act || !name || price === undefined) continue;
    const list = lists.get(source) ?? new Map<string, Telling | null>();
    const key = JSON.stringify([name, price, telling.item.group]);
    const before = list.get(key);
    // Two of a kind: neither can be told from the other.
    list.set(key, before === undefined || before?.id === telling.id ? telling : null);
    lists.set(source, list);
  }
  const named = [...lists.values()];
  return named.flatMap((one, at) =>
    named.slice(at + 1).flatMap((other) => {
      const pairs = [...one].flatMap(([key, a]): [Telling, Telling][] => {
        const b = other.get(key);
        return a && b && isCompatible(a, b) ? [[a, b]] : [];
      });
      const enough = Math.max(MIN_PAIRS, ONE_LIST * Math.min(one.size, other.size));
      return pairs.length >= enough ? pairs : [];
    }),
  );
}

function isCompatible(a: Telling, b: Telling): boolean {
  return (
    (!a.url || !b.url || a.url === b.url) &&
    (!a.item.brand || !b.item.brand || a.item.brand === b.item.brand)
  );
}
