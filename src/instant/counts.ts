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
const NAMES = ['pages', 'asked', 'opened'] as const;

/** Adds up over the pages of this tab where `mayStore`, else on this page alone. */
export function createCounts(mayStore: () => boolean) {
  let sums = { pages: 0, asked: 0, opened: 0 };

  return {
    /** Reads what earlier pages of the tab counted, or deletes it where it must not be kept. */
    read(): void {
      if (!mayStore()) {
        this.forget();
        return;
      }
      quietly(() => {
        const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
        for (const name of NAMES)
          sums[name] += (isObject(stored) && parseNumber(stored[name], 0, 1e9)) || 0;
      });
    },
    add(name: (typeof NAMES)[number], count = 1): void {
      sums[name] += count;
      if (mayStore()) quietly(() => sessionStorage.setItem(KEY, JSON.stringify(sums)));
    },
    /** Deletes what is stored; the sums of this page go on. */
    unstore: (): void => quietly(() => sessionStorage.removeItem(KEY)),
    forget(): void {
      sums = { pages: 0, asked: 0, opened: 0 };
      this.unstore();
    },
    get: (): InstantCounts => ({ ...sums, wasted: sums.asked - sums.opened }),
  };
}

/** Storage may be forbidden or full: the counts are then of this page. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {}
}
