import type { Undecided } from '../log/time-reader.js';

/** Rows whose dates can be read in several orders, until the whole log has been seen. */
export function createUndecidedTimes() {
  const rows: number[] = [];
  const times: number[] = [];
  let width = 0;
  return {
    keep(row: number, readings: Undecided): void {
      width = readings.length;
      rows.push(row);
      times.push(...readings);
    },
    /** Gives each row its time. */
    settle(reading: number, retime: (row: number, time: number) => void): void {
      for (const [i, row] of rows.entries()) retime(row, times[i * width + reading]);
    },
  };
}
