import type { Look } from './looks.js';
import { evidenceOf, type Reading } from './reading.js';

/** Products of one category between which the shopper goes back and forth in this visit. */
export interface Comparison extends Reading {
  /** The category path. */
  name: string;
  /** Their ids, the one looked at most often first, then the one looked at last. */
  items: string[];
  /** How often the shopper came back to one of them after a look at another. */
  returns: number;
}

const MOST_LOOKS = 200;

/** @param looks of this visit. `strength` is returns / (returns + 1). */
export function comparisonsOf(looks: readonly Look[]): Comparison[] {
  const byPath = new Map<string, Look[]>();
  for (const look of looks) {
    const { event, path, key } = look;
    if (event.type !== 'click' || event.item === undefined || !path) continue;
    const mine = byPath.get(path) ?? [];
    byPath.set(path, mine);
    // A reload is no return.
    if (mine[mine.length - 1]?.key !== key) mine.push(look);
  }
  return [...byPath.values()]
    .flatMap((looked) => {
      const all = looked.slice(-MOST_LOOKS);
      const ids = all.map(({ key }) => key);
      const first = ids.findIndex((id, at) => ids.indexOf(id, at + 1) > 0);
      if (first < 0) return [];
      // From the first look at one that was looked at again to the last look at one.
      const last = ids.reduce((found, id, at) => (ids.indexOf(id) < at ? at : found), first);
      const between = all.slice(first, last + 1);
      const times = new Map<string, number>();
      for (const { key: id } of between) times.set(id, (times.get(id) ?? 0) + 1);
      const items = [...times.keys()].sort(
        (a, b) =>
          (times.get(b) ?? 0) - (times.get(a) ?? 0) || ids.lastIndexOf(b) - ids.lastIndexOf(a),
      );
      const returns = between.length - items.length;
      const name = between[0].names.join('/');
      return {
        name,
        items,
        returns,
        strength: returns / (returns + 1),
        evidence: evidenceOf(between.map(({ event }) => event)),
        decay: 'visit' as const,
        text: '',
      };
    })
    .sort((a, b) => b.strength - a.strength);
}
