import type { DataSet } from './data-set.js';
import { PART } from './split.js';

/** A session's items in order; without the events that have none. */
export interface SessionItems {
  items: Int32Array;
  began: number;
}

/** The sessions that came before the test part, oldest first: what every baseline learns from. */
export function pastSessions(data: DataSet, part: Uint8Array): SessionItems[] {
  const sessions: SessionItems[] = [];
  for (let start = 0, end = 0; start < data.events; start = end) {
    end = sessionEnd(data, start);
    const items = data.item
      .subarray(start, end)
      .filter((item, i) => item >= 0 && part[start + i] <= PART.validation);
    if (items.length) sessions.push({ items, began: data.sessionBegan[start] });
  }
  return sessions.sort((a, b) => a.began - b.began);
}

/** The event after the last of the session that `start` opens. */
export function sessionEnd(data: DataSet, start: number): number {
  let end = start + 1;
  while (end < data.events && !data.sessionStart[end]) end++;
  return end;
}
