import { jsonOf } from '../lib/json-of.js';
import { isObject, parseNumber } from '../events/parse-field.js';

/** What came of asking: sums, with no product, no address and no time in them. */
export interface InstantCounts {
  /** Pages on which asking was on. */
  pages: number;
  /** Pages that were asked for. */
  asked: number;
  /** Of these: opened from the page that had asked for them. */
  opened: number;
  /** Asked for and not opened. */
  wasted: number;
}

/** In the session storage. */
const KEY = 'nextaisle:instant';
const NONE = { pages: 0, asked: 0, opened: 0 };

/** Adds up over the pages of this tab where `mayStore`, else on this page alone. */
export function createCounts(mayStore: () => boolean) {
  let sums = { ...NONE };

  const counts = {
    /** Storage may be forbidden or full: the counts are then of this page. */
    save(): void {
      try {
        if (mayStore() && sums.pages) sessionStorage.setItem(KEY, jsonOf(sums));
        else sessionStorage.removeItem(KEY);
      } catch {}
    },
    /** What earlier pages of the tab counted; before the first `add`. */
    read(): void {
      try {
        const stored: unknown = mayStore() && JSON.parse(sessionStorage.getItem(KEY) ?? '');
        for (const name of Object.keys(NONE) as (keyof typeof NONE)[])
          sums[name] = (isObject(stored) && parseNumber(stored[name], 0, 1e9)) || 0;
      } catch {}
    },
    add(name: keyof typeof NONE, count = 1): void {
      sums[name] += count;
      counts.save();
    },
    forget(): void {
      sums = { ...NONE };
      counts.save();
    },
    get: (): InstantCounts => ({ ...sums, wasted: sums.asked - sums.opened }),
  };
  return counts;
}
