import type { ShopEvent } from '../events/event.js';

export interface Entry {
  readonly key: string;
  readonly event: ShopEvent;
  /** True when this page itself saw it, false when it came from a store or another tab. */
  readonly here: boolean;
}

/** The history in memory, in the order of keys. */
export interface Timeline {
  /** The same array until something changes, and event objects keep their identity. */
  events(): readonly ShopEvent[];
  entries(): readonly Entry[];
  /** False when the key is there already. */
  add(entry: Entry): boolean;
  has(key: string): boolean;
  /** Keeps the entries that pass; returns those that did not. */
  keep(passes: (entry: Entry, index: number) => boolean): Entry[];
  /** Replaces the event of the entry with the same key. */
  replace(entry: Pick<Entry, 'key' | 'event'>): void;
}

export function createTimeline(): Timeline {
  let entries: Entry[] = [];
  let events: readonly ShopEvent[] | undefined;
  const keys = new Set<string>();
  return {
    events: () => (events ??= entries.map((entry) => entry.event)),
    entries: () => entries,
    has: (key) => keys.has(key),
    add(entry) {
      if (keys.has(entry.key)) return false;
      keys.add(entry.key);
      let at = entries.length;
      // Nearly always the end.
      while (at > 0 && entries[at - 1].key > entry.key) at--;
      entries.splice(at, 0, entry);
      events = undefined;
      return true;
    },
    keep(passes) {
      const gone: Entry[] = [];
      const kept = entries.filter((entry, i) => passes(entry, i) || !gone.push(entry));
      if (!gone.length) return gone;
      entries = kept;
      events = undefined;
      for (const { key } of gone) keys.delete(key);
      return gone;
    },
    replace(entry) {
      entries = entries.map((old) => (old.key === entry.key ? { ...old, ...entry } : old));
      events = undefined;
    },
  };
}
