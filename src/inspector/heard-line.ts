import { EXAMPLE, REFUSALS, refusalAdvice } from '../doctor/refusal-advice.js';
import { ACTION_TYPES, type ShopEvent } from '../events/event.js';
import { isRefused, parseEvent } from '../events/parse-event.js';
import type { RefusalCounts } from '../events/refusals.js';
import type { Heard } from '../predictor/core.js';
import type { Said, Value } from './speech.js';

/** One thing that was said, and what became of it. */
export interface HeardLine {
  /** Milliseconds since the Unix epoch. */
  at: number;
  /**
   * `taken`: an event of the history. `merged`: another report of one. `refused`: it could not be read.
   * `unkept`: it could, and neither consent nor a pause lets it be kept.
   */
  outcome: 'taken' | 'merged' | 'refused' | 'unkept';
  source: string;
  type: string;
  /** The one id of the product, and the others that it has. */
  item?: string;
  aliases?: readonly string[];
  /** What else was said: a query, a category, a price, a quantity. */
  detail: readonly Value[];
  /** Why it was not taken, or not as it was said. */
  why?: Said;
  /** What to write instead. */
  line?: string;
  /** The names of the fields that were given, for a report without anything of the shopper. */
  fields?: string[];
  /** What was given, for one that was refused. */
  given?: string;
}

/** What is needed of the predictor that heard it. */
export interface Hearer {
  /** The one id of a product. */
  idOf(id: string): string;
  /** What was heard before, the latest first. */
  before: readonly HeardLine[];
  /** Why nothing is kept at present. */
  unkept: Said;
  now: number;
}

export const ofEvent = (event: ShopEvent, why?: Said): HeardLine => ({
  at: event.ts,
  outcome: 'taken',
  source: event.source,
  type: event.type,
  item: event.item,
  aliases: event.about?.aliases,
  detail: detailOf(event),
  why,
});

const detailOf = ({ query, category, price, quantity, order, list }: ShopEvent): Value[] => [
  ...(query ? [{ text: '“{query}”', values: { query } } as const] : []),
  ...(category ? [category.join(' / ')] : []),
  ...(price === undefined ? [] : [{ text: 'at {price}', values: { price } } as const]),
  ...(quantity === undefined || quantity === 1 ? [] : [`× ${quantity}`]),
  ...(order ? [{ text: 'order {order}', values: { order } } as const] : []),
  ...(list ? [{ text: 'list {list}', values: { list } } as const] : []),
];

const CLAMPED: Said = { text: 'Its time lies in the future: it counts as now.' };

/** @param before how many were refused before it, by reason. */
export function readHeard(
  [raw, source, event, after]: Heard,
  before: RefusalCounts,
  { idOf, before: lines, unkept, now }: Hearer,
): HeardLine {
  const reasons = (Object.keys(after) as (keyof RefusalCounts)[]).filter(
    (reason) => after[reason] !== before[reason],
  );
  if (event) return ofEvent(event, reasons.includes('clamped') ? CLAMPED : undefined);
  const parsed = parseEvent(raw, { ts: now, session: '', source });
  const read = isRefused(parsed) ? undefined : parsed.event;
  const item = read?.item === undefined ? undefined : idOf(read.item);
  const said: HeardLine = {
    at: now,
    outcome: 'unkept',
    source,
    type: read?.type ?? wordOf(raw),
    item,
    aliases: item === read?.item ? undefined : [String(read?.item)],
    detail: read ? detailOf(read) : [],
    why: unkept,
  };
  const [reason] = reasons.filter((one) => one !== 'clamped');
  if (!reason) return said;
  if (reason === 'duplicate') {
    // Another id of the product may have become its one id since.
    const isSame = (line: HeardLine) =>
      line.type === said.type && (line.item === undefined ? undefined : idOf(line.item)) === item;
    const first = lines.find((line) => line.outcome === 'taken' && isSame(line));
    return { ...said, outcome: 'merged', why: mergedWith(first, said) };
  }
  const count = (after[reason] ?? 0) - (before[reason] ?? 0);
  const [advice] = refusalAdvice(source, { [reason]: count }, source);
  return {
    ...said,
    outcome: 'refused',
    why: refusalOf(source, { [reason]: count }),
    line: advice?.line,
    fields: fieldsOf(raw),
    given: raw === undefined ? undefined : preview(raw),
  };
}

function mergedWith(first: HeardLine | undefined, { source, at }: HeardLine): Said {
  if (!first) return { text: 'It was reported before, and counts once.' };
  const ms = Math.max(0, at - first.at);
  const values = { source: first.source, ms, s: ms / 1000 };
  if (first.source === source)
    return ms < 1000
      ? { text: '{source} itself had reported it {ms} ms before: it counts once.', values }
      : { text: '{source} itself had reported it {s.1} s before: it counts once.', values };
  return ms < 1000
    ? { text: '{source} had reported it {ms} ms before: it counts once.', values }
    : { text: '{source} had reported it {s.1} s before: it counts once.', values };
}

/** What a source reported that could not be read; undefined where there is nothing such. */
export function refusalOf(source: string, refused: RefusalCounts): Said | undefined {
  const reasons = Object.entries(refused)
    .filter(([reason]) => reason !== 'duplicate')
    .map(([reason, count]): Value => {
      const values = { count, actions: ACTION_TYPES.join(', '), example: EXAMPLE };
      return Object.hasOwn(REFUSALS, reason)
        ? { text: REFUSALS[reason as keyof typeof REFUSALS], values }
        : `${reason} ${count}`;
    });
  if (!reasons.length) return undefined;
  return {
    text: '{source} reported what could not be read: {reasons}.',
    values: { source, reasons },
  };
}

/** The action as it was given, where it is a plain word. */
function wordOf(raw: unknown): string {
  const type = fieldOf(raw, 'type');
  return typeof type === 'string' && /^[\w-]{1,40}$/.test(type) ? type : '?';
}

function fieldOf(of: unknown, name: string): unknown {
  try {
    return Object.hasOwn(Object(of), name) ? Object(of)[name] : undefined;
  } catch {
    return undefined;
  }
}

const MAX_FIELDS = 20;

/** `type`, `item.sku`, `item.name`: names only, and only those that a program would write. */
export function fieldsOf(raw: unknown): string[] {
  const names = (of: unknown): string[] => {
    try {
      const isRecord = typeof of === 'object' && of !== null && !Array.isArray(of);
      const own = isRecord ? Object.keys(of).filter((name) => fieldOf(of, name) != null) : [];
      return own.filter((name) => /^[a-z_$][\w$-]{0,29}$/i.test(name)).slice(0, MAX_FIELDS);
    } catch {
      return [];
    }
  };
  return names(raw).flatMap((name) => {
    const inside = name === 'item' ? names(fieldOf(raw, name)) : [];
    return inside.length ? inside.map((one) => `${name}.${one}`) : name;
  });
}

const MAX_SHOWN = 300;

/** What was given, as text, at most a few lines of it. Never throws. */
function preview(raw: unknown): string {
  try {
    let left = 40;
    const text = JSON.stringify(raw, (_, value) => {
      // The page's objects may be large, and hold each other.
      if (left-- < 0) return undefined;
      return typeof value === 'string' ? value.slice(0, 80) : value;
    });
    return text === undefined ? typeof raw : text.slice(0, MAX_SHOWN);
  } catch {
    return typeof raw;
  }
}
