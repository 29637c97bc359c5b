import type { ActionType } from '../../../src/events/event.js';
import type { LogEvent } from './truth.js';

/** A row that a careful person would read out of the file. */
export interface ToldRow {
  shopper: string;
  session?: string;
  type: ActionType;
  item?: string;
  /** Milliseconds; absent where the file has no times. */
  time?: number;
  price?: number;
}

export interface ToldItem {
  name?: string;
  brand?: string;
  category?: string[];
}

/** What a file tells of the truth: a dialect may leave something out. */
export interface Told {
  /** In the order of the file. */
  rows: ToldRow[];
  /** What is told of each item, by id. */
  items: Map<string, ToldItem>;
  /** `day`: dates without a time of day. `start`: seconds from a start of the log's own. */
  clock: 'full' | 'day' | 'start' | 'none';
  /** How far a time may be off: the resolution of the format, ms. */
  toleranceMs: number;
  /** Whether the file names its sessions. */
  hasSessions: boolean;
  /** The headers of columns that a reader may say it does not know. */
  headers: { [field in 'price' | 'name' | 'brand' | 'category']?: string };
}

export const rowOf = (event: LogEvent): ToldRow => ({
  shopper: event.shopper,
  session: event.session,
  type: event.type,
  item: event.item?.id,
  time: event.time,
  price: event.item?.price,
});

export function tellItem(told: Told, id: string, facts: ToldItem): void {
  const known = told.items.get(id) ?? {};
  for (const [key, value] of Object.entries(facts)) {
    if (value !== undefined) Object.assign(known, { [key]: value });
  }
  told.items.set(id, known);
}

/** What nothing has been told of yet; a dialect of records has times and no sessions. */
export function emptyTold(): Told {
  return {
    rows: [],
    items: new Map(),
    clock: 'full',
    toleranceMs: 1,
    hasSessions: false,
    headers: {},
  };
}
