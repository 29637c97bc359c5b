import { createCatalog } from '../catalog/catalog.js';
import { createEncoder, type Rows } from '../encoding/encoder.js';
import { createItemFacts } from '../encoding/item-facts.js';
import type { Token } from '../encoding/token.js';
import type { Step } from '../encoding/tokenizer.js';
import type { ShopEvent } from '../events/event.js';
import type { Item } from '../events/item.js';
import { NEUTRAL_CALIBRATION } from '../model/model.js';
import { baseline } from '../prediction/baseline.js';
import type { ItemRows } from '../prediction/item-rows.js';
import type { Loaded } from './load/choose-model.js';

const NO_MODEL = {
  vocabulary: { items: [], categories: [] },
  itemCategory: new Uint16Array(0),
  itemPrice: new Uint8Array(0),
};

/** Without a model nobody reads more of a token than the baseline does. */
const glance = ({ action, item, newSession }: Step) =>
  ({ action, item, newSession: +newSession }) as Token;

/**
 * What a model (or none) makes of items and events: which item stands in which row, and the tokens
 * of the history, kept as it grows so that an engine reads only what is new.
 */
export function createReading(
  { model, kit, table, indices }: Partial<Loaded> = {},
  maxLive?: number,
) {
  const known = model ?? NO_MODEL;
  const popularity = model?.tensors.get('item.popularity');
  const catalog = createCatalog(known.vocabulary.items, indices, maxLive);
  const facts = createItemFacts(known);
  /** Rows of items that only the history tells of: forgotten with it. */
  const remembered = new Set<number>();
  let alive = new Set<number>();
  const isForgotten = (row: number) => remembered.has(row) && !alive.has(row);
  const itemAt = (row: number) => (isForgotten(row) ? undefined : catalog.item(row));
  const rows: Rows & ItemRows = {
    get size() {
      return catalog.size;
    },
    indexOf: catalog.indexOf,
    id: (row) => (isForgotten(row) && row >= catalog.trainedCount ? undefined : catalog.id(row)),
    item: itemAt,
    factsOf: facts.of,
    priceOf: (row) => itemAt(row)?.price,
  };
  let read: ShopEvent[] = [];
  let tokens: Token[] = [];
  const encoder = () => createEncoder(rows, kit ? kit.createTokenizer(rows.factsOf) : glance);
  let push = encoder();
  let stale = false;

  const learn = (item: Item) => {
    const row = catalog.upsert(item);
    if (row < 0) return;
    remembered.delete(row);
    const now = catalog.item(row) as Item;
    const place = facts.of(row)?.category;
    facts.learn(row, now);
    // An event read before its item's category was known is read again.
    stale ||= facts.of(row)?.category !== place && tokens.some((token) => token.item === row);
    if (model && kit) table?.write(row, kit.contentFeatures(now, model.config), now.embedding);
  };

  /** Learns of an event's item what this page has not told of it. */
  const remember = ({ item: id, price, about }: ShopEvent) => {
    if (id === undefined) return;
    const row = catalog.indexOf(id);
    if (row >= 0 && !about) return;
    const told = remembered.has(row) ? undefined : catalog.item(row);
    learn({ id, price, ...about, ...told });
    if (!told) remembered.add(catalog.indexOf(id));
  };

  return {
    model,
    kit,
    table,
    rows,
    catalog,
    calibration: model?.calibration ?? NEUTRAL_CALIBRATION,
    learn,
    /** What the page itself has told, in the order it came. */
    shown: (): Item[] =>
      catalog
        .shown()
        .reverse()
        .flatMap((row) => (remembered.has(row) ? [] : (catalog.item(row) ?? []))),
    /** The tokens of a history. What it shares with the last one keeps its token objects. */
    tokensOf(events: readonly ShopEvent[]): Token[] {
      // Retention drops events from the front; anything else that changed starts again.
      const dropped = events.length ? read.indexOf(events[0]) : -1;
      const same = dropped >= 0 && read.slice(dropped).every((event, i) => event === events[i]);
      tokens = same ? tokens.slice(dropped) : [];
      for (const event of events.slice(tokens.length)) remember(event);
      alive = new Set(events.map(({ item }) => catalog.indexOf(item ?? '')));
      if (stale || !same) {
        push = encoder();
        tokens = [];
        stale = false;
      }
      for (const event of events.slice(tokens.length)) tokens.push(push(event));
      read = events.slice();
      return tokens;
    },
    /** Of a history that did not happen. */
    encode: (events: readonly ShopEvent[]): Token[] => events.map(encoder()),
    /** Stands in for an engine. */
    baseline: (history: readonly Token[]) => baseline(rows, catalog.size, history, popularity),
  };
}

export type Reading = ReturnType<typeof createReading>;
