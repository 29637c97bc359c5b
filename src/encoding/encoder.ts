import type { ShopEvent } from '../events/event.js';
import { ACTION_TYPES } from '../events/event.js';
import type { Token } from './token.js';
import type { ItemFacts, Step } from './tokenizer.js';

/** Which item stands in which row of the item table. */
export interface Rows {
  indexOf(id: string): number;
  id(row: number): string | undefined;
  factsOf(row: number): ItemFacts | undefined;
  /** Price the catalog knows, when the event has none. */
  priceOf(row: number): number | undefined;
}

/**
 * Reads events one by one; the tokens of a history are those of its events in order.
 * @param push makes a token of a step: a tokenizer that has read nothing yet.
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
