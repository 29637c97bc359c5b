import type { ActionType, ShopEventSource, ShopEvent } from './event.js';
import { ACTION_TYPES } from './event.js';
import { EVENT_SOURCES } from './event-sources.js';
import type { Item } from './item.js';
import { ownView } from '../lib/own.js';
import {
  type Fields,
  isObject,
  isPlaceholder,
  parseCategory,
  parseId,
  parseName,
  parseNumber,
  parsePrice,
  parseText,
} from './parse-field.js';
import { parseItem, pruned, withoutEmbedding } from './parse-item.js';
import type { RefusalReason } from './refusals.js';

export interface EventDefaults {
  /** Now, ms: events later than this are clamped, events without a time get it. */
  ts: number;
  session: string;
  source: ShopEventSource;
}

export type ParsedEvent =
  /** `clamped`: the event came from the future and was moved to now. */
  { event: ShopEvent; item?: Item; clamped?: boolean } | { refused: RefusalReason };

export const isRefused = (parsed: ParsedEvent): parsed is { refused: RefusalReason } =>
  Object.hasOwn(parsed, 'refused');

/** 2000-01-01: an earlier time is in seconds, or wrong. */
const EARLIEST_MS = 946_684_800_000;
const FUTURE_MS = 60_000;
const NEEDS_ITEM: readonly ActionType[] = ['click', 'cart', 'remove', 'wishlist'];

/**
 * Reads one raw event: `{ type, item: id | Item, quantity?, price?, query?, category?, list?,
 * position?, order?, ts? }`. Never throws. Only known fields are read.
 */
export function parseEvent(input: unknown, defaults: EventDefaults): ParsedEvent {
  try {
    return isObject(input) ? eventFromFields(ownView(input), defaults) : { refused: 'shape' };
  } catch {
    // A getter or a proxy threw.
    return { refused: 'shape' };
  }
}

/** Reads an event back from a store or another tab, where its session and source are fields too. */
export function parseStoredEvent(input: unknown, now: number): ShopEvent | undefined {
  try {
    const { session: id, source, ts, about } = ownView(input as Fields);
    const session = parseId(id);
    const known = EVENT_SOURCES.find((name) => name === source);
    if (!session || !known || ts === undefined) return undefined;
    const parsed = parseEvent(input, { ts: now, session, source: known });
    if (isRefused(parsed)) return undefined;
    const item = parseItem(about);
    if (item && item.id === parsed.event.item) parsed.event.about = withoutEmbedding(item);
    return parsed.event;
  } catch {
    return undefined;
  }
}

function eventFromFields(
  fields: Readonly<Record<string, unknown>>,
  { ts: now, session, source }: EventDefaults,
): ParsedEvent {
  const name = fields.type === 'view' ? 'click' : fields.type;
  const type = ACTION_TYPES.find((known) => known === name);
  if (!type) return { refused: 'type' };

  const item = parseItem(fields.item);
  const order = parseId(fields.order);
  const category = type === 'category' ? parseCategory(fields.category) : undefined;
  const missing =
    NEEDS_ITEM.includes(type) ||
    (type === 'purchase' && !order) ||
    // What is given but cannot be read: refuse the event instead of dropping it.
    fields.item != null ||
    (type === 'category' && fields.category != null);
  if (missing && !item && !category) {
    const [level] = Array.isArray(fields.category) ? fields.category : [fields.category];
    const given = [fields.item, Object(fields.item).id, fields.order, level];
    return { refused: given.some(isPlaceholder) ? 'placeholder' : 'item' };
  }

  const ts = parseTime(fields.ts, now);
  if (ts === undefined) return { refused: 'time' };
  const clamped = ts > now + FUTURE_MS || undefined;

  const event = pruned<ShopEvent>({
    type,
    item: item?.id,
    quantity: parseNumber(fields.quantity, 1, 10_000),
    price: parsePrice(fields.price, item?.currency) ?? item?.price,
    query: parseText(fields.query, 200),
    category,
    list: parseName(fields.list, 200),
    position: parseNumber(fields.position, 0, 1e6),
    order,
    ts: clamped ? now : ts,
    session,
    source,
  });
  return pruned({ event, item, clamped });
}

function parseTime(input: unknown, now: number): number | undefined {
  if (input == null) return now;
  const ts = typeof input === 'number' ? input : Date.parse(String(input).slice(0, 40));
  return ts >= EARLIEST_MS ? Math.floor(ts) : undefined;
}
