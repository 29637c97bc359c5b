import type { ShopEvent } from '../events/event.js';
import { ACTION_TYPES } from '../events/event.js';
import type { Token } from './token.js';
import { gapOfBucket } from './token.js';
import type { ItemFacts } from './tokenizer.js';
import { createTokenizer } from './tokenizer.js';

/** Which item stands in which row of the item table. */
export interface Rows {
  indexOf(id: string): number;
  id(row: number): string | undefined;
  factsOf(row: number): ItemFacts | undefined;
  /** Price the catalog knows, when the event has none. */
  priceOf(row: number): number | undefined;
}

/** Reads events one by one; the tokens of a history are those of its events in order. */
export function createEncoder(rows: Rows): (event: ShopEvent) => Token {
  const push = createTokenizer(rows.factsOf);
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

/** A whole history as tokens, oldest first. */
export function encode(events: readonly ShopEvent[], rows: Rows): Token[] {
  return events.map(createEncoder(rows));
}

/**
 * Tokens back to events: types, items and sessions exactly, times to the middle of their bucket.
 * `encode(decode(tokens))` gives the same tokens while prices come from the catalog.
 * @param startTs time of the first event, ms.
 */
export function decode(tokens: readonly Token[], rows: Rows, startTs: number): ShopEvent[] {
  let ts = startTs;
  let sessions = 0;
  return tokens.map((token) => {
    ts += gapOfBucket(token.gap);
    sessions += token.newSession;
    const event: ShopEvent = {
      type: ACTION_TYPES[token.action],
      ts,
      session: `s${sessions}`,
      source: 'import',
    };
    const item = rows.id(token.item);
    if (item !== undefined) event.item = item;
    return event;
  });
}
