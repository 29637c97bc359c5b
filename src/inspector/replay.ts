import type { ShopEvent } from '../events/event.js';
import { isRefused, parseEvent } from '../events/parse-event.js';
import type { Predictor } from '../predictor/predictor.js';
import type { Said } from './speech.js';

/** A visit that can be replayed: the shop's own way to play one. */
export interface Visit {
  /** What the button says. */
  name: string;
  /**
   * Begins it.
   * @returns what stops it before its end.
   */
  play(onEnd: () => void): () => void;
}

/** How many times faster than it was, and the shortest and the longest wait between events, ms. */
const SPEED = 8;
const SHORTEST_MS = 300;
const LONGEST_MS = 2200;
const MAX_EVENTS = 200;

/** The events of the last visit that has more than one. */
export function lastVisit(events: readonly ShopEvent[]): ShopEvent[] {
  for (let at = events.length - 1; at > 0; at--) {
    const { session } = events[at];
    if (events[at - 1].session === session) return events.filter((one) => one.session === session);
  }
  return [];
}

/** The events of a file that `exportData()` made, or what is wrong with it. */
export function readVisit(text: string): ShopEvent[] | Said {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (thrown) {
    const error = String(Object(thrown).message);
    return { text: 'The file is not JSON: {error}', values: { error } };
  }
  const list = Array.isArray(given) ? given : Object(given).events;
  if (!Array.isArray(list))
    return { text: 'The file has no list of events. Give what “Export” writes.' };
  const events = list.slice(0, MAX_EVENTS).flatMap((raw) => {
    const parsed = parseEvent(raw, { ts: Date.now(), session: '', source: 'import' });
    return isRefused(parsed) ? [] : { ...parsed.event, about: parsed.item };
  });
  if (events.length) return events;
  return {
    text: '{n|Its only entry is no event.|None of its # entries is an event.}',
    values: { n: list.length },
  };
}

/** The arguments of `track()` that report the event again; an order gets no number, or it would be the same. */
export function trackArguments(event: ShopEvent): Parameters<Predictor['track']> {
  const { type, item, query, category, price, quantity, list, position, about } = event;
  const details = { price, quantity, list, position };
  if (item !== undefined) return [type, { ...about, id: item }, details];
  return [type, query ?? category ?? undefined, details];
}

/**
 * Reports events again, one after the other, eight times faster than they were. They count: the shopper's
 * history has them twice.
 */
export function replay(
  events: readonly ShopEvent[],
  { track }: Pick<Predictor, 'track'>,
  onEnd: () => void,
): () => void {
  let at = 0;
  let timer: ReturnType<typeof setTimeout>;
  const step = () => {
    const event = events[at++];
    track(...trackArguments(event));
    const next = events[at];
    if (!next) return onEnd();
    const waitMs = (next.ts - event.ts) / SPEED;
    timer = setTimeout(step, Math.min(LONGEST_MS, Math.max(SHORTEST_MS, waitMs)));
  };
  step();
  return () => clearTimeout(timer);
}
