import type { ShopEvent } from '../events/event.js';
import { ACTION_TYPES } from '../events/event.js';
import type { Token } from './token.js';
import type { ItemFacts, Step } from './tokenizer.js';

/** The item table by id and by row. */
export interface Rows {
  indexOf(id: string): number;
  id(row: number): string | undefined;
  factsOf(row: number): ItemFacts | undefined;
  /** The catalog's price, for events without one. */
  priceOf(row: number): number | undefined;
}

/**
 * Turns events into tokens, one by one and in order.
 * @param push a tokenizer that has read nothing yet.
 */
export function createEncoder(
  rows: Rows,
  push: (step: Step) => Token,
): (event: ShopEvent) => Token {
  let session = '';
  return (event) => {
    const item = event.item === undefined ? -1 : rows.indexOf(event.item);
    const newSession = event.session !== session;
    session = event.session;
    return push({
      action: ACTION_TYPES.indexOf(event.type),
      item,
      ts: event.ts,
      newSession,
      price: event.price ?? rows.priceOf(item),
    });
  };
}
