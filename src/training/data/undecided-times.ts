import type { UndecidedTime } from '../log/date-orders.js';

/** Rows whose dates can be read in several orders, until the whole log has been seen. */
export function createUndecidedTimes() {
  const rows: number[] = [];
  const times: UndecidedTime[] = [];
  return {
    keep(row: number, time: UndecidedTime): void {
      rows.push(row);
      times.push(time);
    },
    /**
     * Gives each row its time.
     * @throws PredictorError BAD_COLUMN where nothing in the log decides it.
     */
    settle(retime: (row: number, time: number) => void): void {
      for (const [i, { readings, order }] of times.entries()) retime(rows[i], readings[order()]);
    },
  };
}
