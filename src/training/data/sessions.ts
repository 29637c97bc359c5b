import type { DataSet } from './data-set.js';
import { PART } from './split.js';

/** A session's items in order; without the events that have none. */
export interface SessionItems {
  items: Int32Array;
  began: number;
}

/** The sessions that came before the test part, oldest first: what every baseline learns from. */
export function pastSessions(data: DataSet, part: Uint8Array): SessionItems[] {
  return sessionsOf(data, part, PART.validation);
}

/** The sessions that may be trained on, oldest first, and which of them each event is of (-1: of none). */
export function trainingSessions(
  data: DataSet,
  part: Uint8Array,
): { sessions: SessionItems[]; of: Int32Array } {
  const sessions = sessionsOf(data, part, PART.train);
  const of = new Int32Array(data.events).fill(-1);
  sessions.forEach(({ from, to }, s) => of.fill(s, from, to));
  return { sessions, of };
}

function sessionsOf(data: DataSet, part: Uint8Array, until: number) {
  const sessions: (SessionItems & { from: number; to: number })[] = [];
  for (let from = 0, to = 0; from < data.events; from = to) {
    to = sessionEnd(data, from);
    const items = data.item
      .subarray(from, to)
      .filter((item, i) => item >= 0 && part[from + i] <= until);
    if (items.length) sessions.push({ items, began: data.sessionBegan[from], from, to });
  }
  return sessions.sort((a, b) => a.began - b.began);
}

/** The event after the last of the session that `start` opens. */
export function sessionEnd(data: DataSet, start: number): number {
  let end = start + 1;
  while (end < data.events && !data.sessionStart[end]) end++;
  return end;
}
