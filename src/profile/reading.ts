import type { ShopEvent } from '../events/event.js';

/**
 * How a reading fades. `{ halfLifeDays, left }`: a look counts half as much after so many days, and of what
 * the evidence counted when it was new, `left` is left, 0 … 1. `'visit'`: it ends with the visit.
 * `'retention'`: it lasts as long as the events are kept.
 */
export type Decay = { halfLifeDays: number; left: number } | 'visit' | 'retention';

/** What every part of a portrait has. */
export interface Reading {
  /**
   * How sure the reading is, 0 … 1. Of a taste or a pace: the chance that the difference is none by
   * accident. Of a stage, a visitor or a comparison: 1 is a fact, less is drawn from few acts.
   */
  strength: number;
  /** The events behind it, without searches, the latest 32 at most, oldest first. */
  evidence: ShopEvent[];
  decay: Decay;
  /** In words, ready to show. */
  text: string;
}

const MOST_EVENTS = 32;

/** The latest events of a reading. What was searched for is free text: a portrait does not repeat it. */
export const evidenceOf = (events: readonly ShopEvent[]): ShopEvent[] =>
  events.filter(({ type }) => type !== 'search').slice(-MOST_EVENTS);
