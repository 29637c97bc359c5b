import type { LogRow } from './log-row.js';

/** A session assembled from its prefixes. */
interface Session {
  items: string[];
  /** Whether the file asks what comes after the n-th item. */
  asked: boolean[];
}

/**
 * Reads `prefix<TAB>target` lines, the format in which next-item benchmarks publish their test part.
 * Consecutive lines that are prefixes of one another are one session, so that each event is read once.
 */
export function createPrefixReader() {
  let current: Session | undefined;
  let count = 0;

  const close = (): LogRow[] => {
    if (!current) return [];
    const { items, asked } = current;
    const shopper = `\ttest ${count++}`;
    current = undefined;
    return items.map((item, i) => ({
      shopper,
      session: shopper,
      type: 'click',
      item,
      given: asked[i] ? 'test' : 'unasked',
    }));
  };

  return {
    /** @returns the rows of the session before, when this line begins another; `undefined` for a broken line. */
    add(line: string): LogRow[] | undefined {
      const [prefix, target, ...more] = line.split('\t');
      const before = prefix.trim().split(/\s+/).filter(Boolean);
      if (!before.length || !target?.trim() || more.length) return undefined;
      const items = [...before, target.trim()];
      const at = before.length - 1;
      const shared = Math.min(items.length, current?.items.length ?? 0);
      const same =
        current !== undefined &&
        !current.asked[at] &&
        items.length !== current.items.length &&
        items.slice(0, shared).every((item, i) => item === current?.items[i]);
      const rows = same ? [] : close();
      current ??= { items, asked: [] };
      if (items.length > current.items.length) current.items = items;
      current.asked[at] = true;
      return rows;
    },
    close,
  };
}
