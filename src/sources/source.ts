import type { ShopEventSource } from '../events/event.js';
import type { RefusalReason } from '../events/refusals.js';

/** Where a source reports what it sees. All of it is raw: whoever made the sink parses and counts it. */
export interface Sink {
  /** A raw event as `parseEvent` reads it. */
  event(raw: unknown): void;
  /** A raw item that the page shows: an impression, not an action of the shopper. */
  item(raw: unknown): void;
  refuse(reason: RefusalReason, count?: number): void;
}

/** What was said of a product, before anything is made of it. */
export interface Told {
  source: ShopEventSource;
  /** An event as for `Sink.event`; else an item. */
  isEvent: boolean;
  raw: unknown;
  /** The address of the page when it was said. */
  address: string;
}

/** @returns true when it is another report of a look that was counted already: it is dropped. */
export type Judge = (told: Told) => boolean;

/** A listener on the page. Hostile input never throws into the page. */
export interface Source {
  readonly name: ShopEventSource;
  /** @returns the undo, after which no listener of ours is left. */
  start(sink: Sink): () => void;
}

/** The sink for what happened earlier: its events get that time. */
export function sinkAt<Any extends Sink>(sink: Any, ts: number | undefined): Any {
  return ts ? { ...sink, event: (raw) => sink.event({ ...Object(raw), ts }) } : sink;
}
