import type { EVENT_SOURCES } from './event-sources.js';
import type { Item } from './item.js';

/** What a shopper can do. The order is the vocabulary of the model file: append only. */
export const ACTION_TYPES = [
  'click',
  'cart',
  'purchase',
  'remove',
  'wishlist',
  'checkout',
  'search',
  'category',
] as const;

/** `click` means the shopper opened or looked at a product. */
export type ActionType = (typeof ACTION_TYPES)[number];

/** The next thing that happens: an action, or the session ends. */
export type NextAction = ActionType | 'leave';

/** Who reported the event: `track()`, a listener, or a history that was imported. */
export type ShopEventSource = (typeof EVENT_SOURCES)[number];

/** One event after parsing: every field is trusted. */
export interface ShopEvent {
  type: ActionType;
  /** Item id; absent for `search`, `category`, `checkout`. */
  item?: string;
  quantity?: number;
  /** Unit price in the shop's currency. */
  price?: number;
  query?: string;
  /** The list the shopper opened, from the widest to the narrowest; `category` events only. */
  category?: string[];
  /** Name of the list that showed the item. */
  list?: string;
  /** Position in the list, from 0. */
  position?: number;
  order?: string;
  /** Milliseconds since the Unix epoch. */
  ts: number;
  /** Session id: one visit, ended by 30 minutes without an event. */
  session: string;
  source: ShopEventSource;
  /** What was known of the item at that time, for later pages that do not describe it. */
  about?: Omit<Item, 'embedding'>;
}
