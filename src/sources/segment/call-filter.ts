import { fieldsOf } from '../order-lines.js';
import { isKnown } from './segment-events.js';

/** @param ts when the call was made, if that was before now. */
export type ReportCall = (event: string, properties: unknown, ts?: number) => void;

/**
 * Counts a call once, although up to three of its traces are seen: the stub's queue, the call that the
 * library makes when it replays that queue, and Segment's own `on('track')`, which alone reports
 * the calls that the library took out of the queue before we came.
 */
export function createCallFilter(report: ReportCall) {
  /** Counted from the stub's queue: the library makes these very calls again. */
  const fromQueue = new Set<readonly unknown[]>();
  /** How often a counted call is still to come by `on('track')`, by its key. */
  const undelivered = new Map<string, number>();
  let live = true;

  const count = (event: string, properties: unknown, ts?: number) => {
    const key = keyOf(event, properties);
    undelivered.set(key, (undelivered.get(key) ?? 0) + 1);
    report(event, properties, ts);
  };
  const replayOf = (event: unknown, properties: unknown) =>
    [...fromQueue].find((call) => call[0] === event && call[1] === properties);

  return {
    /** An entry of the stub's queue. */
    queued(event: unknown, properties: unknown, ts?: number) {
      if (!isKnown(event)) return;
      fromQueue.add([event, properties]);
      count(event, properties, ts);
    },
    /** A call of the library's method: a replay, or a new one. */
    called(event: unknown, properties: unknown) {
      if (!isKnown(event)) return;
      const replay = replayOf(event, properties);
      if (replay) fromQueue.delete(replay);
      else count(event, properties);
    },
    /** What the library says it has sent. */
    delivered(event: unknown, properties: unknown) {
      if (!live || !isKnown(event)) return;
      const key = keyOf(event, properties);
      const counted = undelivered.get(key);
      if (counted) undelivered.set(key, counted - 1);
      else report(event, properties);
    },
    /** The library has made all calls of the queue. */
    endReplay: () => fromQueue.clear(),
    stop() {
      live = false;
    },
  };
}

/** The properties themselves may have been copied on their way through the library. */
function keyOf(event: string, properties: unknown): string {
  const { product_id, sku, order_id, query, list_id } = fieldsOf(properties);
  return [event, product_id, sku, order_id, query, list_id].join('\n');
}
