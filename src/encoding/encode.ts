import { ACTION_TYPES, type ShopEvent } from '../events/event.js';
import type { Model } from '../model/model.js';
import { createEncoder, type Rows } from './encoder.js';
import { createItemFacts } from './item-facts.js';
import { gapOfBucket, type Token } from './token.js';
import { createTokenizer } from './tokenizer.js';

/** The rows of the items a model was trained with, for `encode` and `decode`. */
export function rowsOf(model: Pick<Model, 'vocabulary' | 'itemCategory' | 'itemPrice'>): Rows {
  const { items } = model.vocabulary;
  const places = new Map(items.map((id, row) => [id, row]));
  return {
    indexOf: (id) => places.get(id) ?? -1,
    id: (row) => items[row],
    factsOf: createItemFacts(model).of,
    priceOf: () => undefined,
  };
}

/** A whole history as tokens, oldest first. */
export function encode(events: readonly ShopEvent[], rows: Rows): Token[] {
  return events.map(createEncoder(rows, createTokenizer(rows.factsOf)));
}

/**
 * Turns tokens back into events. Types, items and sessions are exact; times come from the middle of
 * each gap's bucket. Where prices come from the catalog, `encode(decode(tokens))` differs only in
 * `elapsed` and `hour`, which depend on these times.
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
