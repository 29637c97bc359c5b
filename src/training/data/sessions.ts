import type { DataSet } from './data-set.js';
import type { SplitLog } from './split-log.js';

/** A session's items in order; events without an item are left out. */
export interface SessionItems {
  items: Int32Array;
  began: number;
}

/** The sessions before the test part, oldest first: what every baseline learns from. */
export function pastSessions(log: SplitLog): SessionItems[] {
  return sessionsOf(log.data, log.isPast);
}

/** The training sessions, oldest first, and the session of each event (-1: none). */
export function trainingSessions(log: SplitLog): { sessions: SessionItems[]; of: Int32Array } {
  const sessions = sessionsOf(log.data, (event) => log.isIn(event, 'train'));
  const of = new Int32Array(log.data.events).fill(-1);
  sessions.forEach(({ from, to }, s) => of.fill(s, from, to));
  return { sessions, of };
}

function sessionsOf(data: DataSet, keep: (event: number) => boolean) {
  const sessions: (SessionItems & { from: number; to: number })[] = [];
  for (let from = 0, to = 0; from < data.events; from = to) {
    to = sessionEnd(data, from);
    const items = data.item.subarray(from, to).filter((item, i) => item >= 0 && keep(from + i));
    if (items.length) sessions.push({ items, began: data.sessionBegan[from], from, to });
  }
  return sessions.sort((a, b) => a.began - b.began);
}

/** One past the last event of the session that starts at `start`. */
export function sessionEnd(data: DataSet, start: number): number {
  let end = start + 1;
  while (end < data.events && !data.sessionStart[end]) end++;
  return end;
}
