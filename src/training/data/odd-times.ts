import { counted } from '../log/counted.js';
const DAY_MS = 86_400_000;
/** 1971 and 1990: a log has no times between 1971 and then, and before that they count from a start of its own. */
const FIRST_YEAR = Date.UTC(1971, 0);
const SHOPS_BEGAN = Date.UTC(1990, 0);

/** Looks for times that no shop's log has. */
export function createOddTimes() {
  let first = 0;
  let old = 0;
  let recent = 0;
  let latest = Number.NEGATIVE_INFINITY;
  /** Counted by day, to be compared with a today that is not known yet. */
  const days = new Map<number, number>();
  return {
    /** @param times so many events have it. */
    see(time: number | undefined, times = 1): void {
      if (time === undefined || Number.isNaN(time)) return;
      if (time < FIRST_YEAR) first += times;
      else if (time < SHOPS_BEGAN) old += times;
      else {
        recent += times;
        if (time > latest) latest = time;
        const day = Math.floor(time / DAY_MS);
        days.set(day, (days.get(day) ?? 0) + times);
      }
    },
    /** @param now milliseconds. */
    notes(now: number): string[] {
      const notes: string[] = [];
      const dated = (n: number) => counted(n, 'event is dated', 'events are dated');
      const early = first && recent ? first + old : old;
      if (early) notes.push(`${dated(early)} before 1990: is the time missing?`);
      let future = 0;
      for (const [day, count] of days) if (day * DAY_MS > now + DAY_MS) future += count;
      if (future) {
        const last = new Date(latest).toISOString().slice(0, 10);
        notes.push(
          `${dated(future)} after today, the last ${last}: are the dates read as they are meant?`,
        );
      }
      return notes;
    },
  };
}
