const DAY_MS = 86_400_000;
const QUARTER_MS = 15 * 60_000;

/** Finds out whether the times of a log are finer than a day. */
export function createDaytimes() {
  /** Up to three times of day, and the first and last day. */
  const found = new Set<number>();
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return {
    see(time: number): void {
      if (Number.isNaN(time)) return;
      if (found.size < 3) found.add(time % DAY_MS);
      if (time < first) first = time;
      if (time > last) last = time;
    },
    hasClock(): boolean {
      if (found.size > 2 || last - first < 3 * DAY_MS) return [...found].some((time) => time > 0);
      const [a = 0, b = a] = found;
      // Every day at one hour: days in a zone of their own, at two hours where summer time begins or ends.
      const areDays = a % QUARTER_MS === 0 && b % QUARTER_MS === 0 && Math.abs(a - b) <= 3_600_000;
      return !areDays;
    },
  };
}
