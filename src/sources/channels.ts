import type { PageAction } from './order-lines.js';
import type { Sink } from './source.js';

/** A raw event of which at least the type and the item's id are known. */
export interface ChannelEvent {
  type: PageAction;
  item?: { id: unknown };
  [field: string]: unknown;
}

/** @param isComplete false when this channel does not report every event of this type. */
export type Report = (event: ChannelEvent, isComplete?: boolean) => void;

/** The window in which the intake takes the events of two sources for one. */
const WINDOW_MS = 2000;
const MAX_KEPT = 200;

/**
 * Counts once what a platform reports on several channels. The intake only tells sources apart, so a
 * source with channels has to do it: a worse channel is silent for a type of event once a better one has
 * reported that type, and what was just reported so often counts as often as the channel says that reports
 * it most.
 * @param clock milliseconds, monotonic.
 * @returns the report of a channel by its rank; 0 is the best.
 */
export function createChannels(sink: Sink, clock: () => number): (rank: number) => Report {
  const best = new Map<PageAction, number>();
  const reported = new Map<string, { at: number; counts: Map<number, number> }>();
  return (rank) =>
    (event, isComplete = true) => {
      const key = `${event.type} ${event.item?.id ?? event.query ?? ''}`;
      const at = clock();
      const before = reported.get(key);
      const isWorse = rank > (best.get(event.type) ?? rank);
      // A product is viewed as long as its page is open: a channel that comes late reports the same view.
      const isLook = event.type === 'click' || event.type === 'view';
      const counts: Map<number, number> =
        before && (isLook || at - before.at < WINDOW_MS) ? before.counts : new Map();
      const own = (counts.get(rank) ?? 0) + 1;
      const isSame = [...counts.values()].some((count) => count >= own);
      if (isComplete && !isWorse) best.set(event.type, rank);
      if (!isWorse) {
        counts.set(rank, own);
        reported.delete(key);
        reported.set(key, { at, counts });
        if (reported.size > MAX_KEPT) reported.delete([...reported.keys()][0]);
      }
      if (isWorse || isSame) {
        sink.refuse('duplicate');
        // It may still know more of the item.
        if (event.item) sink.item(event.item);
        return;
      }
      sink.event(event);
    };
}
