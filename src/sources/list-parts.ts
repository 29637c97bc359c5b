/** A list that was shown, and may be a category that the shopper opened. */
export interface ShownList {
  raw: unknown;
  list: string | undefined;
  path: string[];
  /** The category was worked out from the products; the platform did not name one. */
  isWorkedOut: boolean;
  /** Ids of its products. */
  shown: readonly unknown[];
}

const MAX_LISTS = 50;

/** Puts a list together that the page tells in parts of one product each: one product has no category. */
export function createListParts() {
  const parts = new Map<string | undefined, ShownList>();
  return {
    clear: () => parts.clear(),
    /** @returns the lists with those that were told in such parts, each once. */
    joined(lists: readonly ShownList[]): ShownList[] {
      const whole = lists.filter((one) => !isPart(one));
      const changed = new Set<string | undefined>();
      for (const one of lists.filter(isPart)) {
        const before = parts.get(one.list);
        if (!before && parts.size >= MAX_LISTS) continue;
        parts.set(one.list, before ? join(before, one) : one);
        changed.add(one.list);
      }
      const ready = [...changed].flatMap((list) => parts.get(list) ?? []);
      return [...whole, ...ready.filter(({ shown, path }) => shown.length > 1 && path.length)];
    },
  };
}

const isPart = ({ isWorkedOut, shown }: ShownList) => isWorkedOut && shown.length === 1;

function join(before: ShownList, next: ShownList): ShownList {
  const other = before.path.findIndex((level, i) => level !== next.path[i]);
  const path = other < 0 ? before.path : before.path.slice(0, other);
  // Two tell that it is a list.
  const shown = [...new Set([...before.shown, ...next.shown])].slice(0, 2);
  return { ...before, path, shown, raw: { ...Object(before.raw), category: path, shown } };
}
