import type { ShopEvent } from '../../../src/events/event.js';
import type { Item } from '../../../src/events/item.js';
import type { RefusalCounts } from '../../../src/events/refusals.js';

/** What the predictor of one page knows in the end. */
export interface FrameReport {
  events: Omit<ShopEvent, 'about'>[];
  /** The item that each id stands for. */
  items: Record<string, Item | undefined>;
  refused: RefusalCounts;
  faults: string[];
  /** Each consent tier that was in force, and those after each step. */
  tiers: string[];
  checks: string[];
  store: string;
  reason: string;
  /** Records in the browser's stores, before the first step and in the end. */
  keptAtFirst: number;
  kept: number;
}
