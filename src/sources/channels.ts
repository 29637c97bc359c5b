import type { ActionType } from '../events/event.js';
import type { Sink } from './source.js';

/** A raw event of which at least the type and the item's id are known. */
export interface Act {
  type: ActionType;
  item?: { id: unknown };
  [field: string]: unknown;
}

/**
 * @param channel 0 is the best.
 * @param claims false when it does not follow that the channel tells of all acts of this type.
 */
export type Tell = (channel: number, act: Act, claims?: boolean) => void;

/** The window in which the intake takes the events of two sources for one. */
const WINDOW_MS = 2000;
const MAX_KEPT = 200;

/**
 * A platform that tells of one act on several channels is counted once. The intake only tells sources
 * apart, so a source with channels sees to it: a worse channel is silent once a better one was heard
 * tell of that type, and an act just told absorbs the same one from another channel.
 * @param clock milliseconds, monotonic.
 */
export function createChannels(sink: Sink, clock: () => number): Tell {
  const best = new Map<ActionType, number>();
  const told = new Map<string, { channel: number; at: number }>();
  return (channel, act, claims = true) => {
    const key = `${act.type} ${act.item?.id ?? ''}`;
    const at = clock();
    const before = told.get(key);
    const worse = channel > (best.get(act.type) ?? channel);
    // A look lasts as long as the page: a channel that comes late tells of the same one.
    const twice =
      before && before.channel !== channel && (act.type === 'click' || at - before.at < WINDOW_MS);
    if (claims && !worse) best.set(act.type, channel);
    if (worse || twice) {
      if (!worse) told.delete(key);
      sink.refuse('duplicate');
      // It may still know more of the item.
      if (act.item) sink.item(act.item);
      return;
    }
    told.delete(key);
    told.set(key, { channel, at });
    if (told.size > MAX_KEPT) told.delete([...told.keys()][0]);
    sink.event(act);
  };
}
