import type { DataSet } from './data-set.js';

/** Who may learn from what comes after an event. In `context` nobody may: it is there to be read. */
export const PARTS = ['train', 'validation', 'test', 'context'] as const;
export type Part = (typeof PARTS)[number];

/** How much of a log belongs to a part. */
export interface PartSize {
  events: number;
  sessions: number;
}

/**
 * A log and the part of each of its events: what training, measuring and the baselines all take. Made by
 * `splitByTime`, or by `createSplitLog` from any rule of your own.
 */
export interface SplitLog {
  readonly data: DataSet;
  partOf(event: number): Part;
  isIn(event: number, part: Part): boolean;
  /** Whether an event comes before the test part: in `train` or `validation`, what every baseline may learn from. */
  isPast(event: number): boolean;
  /** The events of a part, in order. */
  events(part: Part): number[];
  /** The shoppers who have an event in a part, in order: indices into `data.shopperOffsets`. */
  shoppers(part: Part): number[];
  /** Sessions are counted by their first event. */
  size(part: Part): PartSize;
  /** The same log with some events moved to other parts. */
  move(to: (part: Part, event: number) => Part): SplitLog;
}

/** @param partOf called once for each event, in order. */
export function createSplitLog(data: DataSet, partOf: (event: number) => Part): SplitLog {
  // A byte an event: a log may have millions.
  const parts = Uint8Array.from({ length: data.events }, (_, e) => PARTS.indexOf(partOf(e)));
  const TEST = PARTS.indexOf('test');
  const log: SplitLog = {
    data,
    partOf: (event) => PARTS[parts[event]],
    isIn: (event, part) => PARTS[parts[event]] === part,
    isPast: (event) => parts[event] < TEST,
    events(part) {
      const wanted = PARTS.indexOf(part);
      const events: number[] = [];
      for (let e = 0; e < parts.length; e++) if (parts[e] === wanted) events.push(e);
      return events;
    },
    shoppers(part) {
      const wanted = PARTS.indexOf(part);
      const { shopperOffsets: offsets } = data;
      const all = Array.from({ length: offsets.length - 1 }, (_, s) => s);
      return all.filter((s) => parts.subarray(offsets[s], offsets[s + 1]).includes(wanted));
    },
    size(part) {
      const wanted = PARTS.indexOf(part);
      const size = { events: 0, sessions: 0 };
      for (let e = 0; e < parts.length; e++) {
        if (parts[e] !== wanted) continue;
        size.events++;
        size.sessions += data.sessionStart[e];
      }
      return size;
    },
    move: (to) => createSplitLog(data, (event) => to(log.partOf(event), event)),
  };
  return log;
}
