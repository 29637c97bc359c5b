import { ACTION_TYPES } from '../../events/event.js';
import type { Token } from '../../encoding/token.js';
import type { ItemFacts } from '../../encoding/tokenizer.js';
import { createTokenizer } from '../../encoding/tokenizer.js';
import { TOKEN_FIELDS, type TokenField } from '../../model/token-rows.js';
import type { DataSet } from './data-set.js';
import { stepAt } from './step-at.js';

/** Every event of a data set as its token and its labels, column by column: [events] each. */
export interface Examples {
  readonly size: number;
  action: Uint8Array;
  item: Int32Array;
  /** The other fields of the token. */
  token: Record<TokenField, Uint8Array>;
  /** The next action, `ACTION_TYPES.length` for leave. */
  nextAction: Uint8Array;
  /** The next item within the session, -1 for none. */
  nextItem: Int32Array;
  /** Bit 0: a purchase comes later in the session; bit 1: a cart. */
  later: Uint8Array;
  /** 0 where the log records looks only: nothing but the next item is learned there. */
  labelled: Uint8Array;
  /** First example of each shopper, plus the end. */
  shopperOffsets: Int32Array;
}

const LEAVE = ACTION_TYPES.length;
const PURCHASE = ACTION_TYPES.indexOf('purchase');
const CART = ACTION_TYPES.indexOf('cart');

export function createExamples(
  data: DataSet,
  factsOf: (item: number) => ItemFacts | undefined,
): Examples {
  const n = data.events;
  const bytes = () => new Uint8Array(n);
  const examples: Examples = {
    size: n,
    action: data.action,
    item: data.item,
    token: Object.fromEntries(TOKEN_FIELDS.map((field) => [field, bytes()])) as Examples['token'],
    nextAction: bytes(),
    nextItem: new Int32Array(n).fill(-1),
    later: bytes(),
    labelled: bytes().fill(1),
    shopperOffsets: data.shopperOffsets,
  };
  for (let s = 0; s + 1 < data.shopperOffsets.length; s++) {
    const push = createTokenizer(factsOf);
    const end = data.shopperOffsets[s + 1];
    for (let i = data.shopperOffsets[s]; i < end; i++) {
      const token = push(stepAt(data, i));
      for (const field of TOKEN_FIELDS) examples.token[field][i] = token[field];
    }
    for (let i = end - 1; i >= data.shopperOffsets[s]; i--) label(examples, data, i, i + 1 < end);
  }
  return examples;
}

/**
 * Where several shops are trained together, a log with a single kind of action would teach that nobody ever
 * buys: its actions are not learned from.
 * @param shops shop of each item.
 */
export function ignoreActionsOfSilentLogs(examples: Examples, shops: Int32Array): void {
  const actions = new Map<number, number>();
  const shopOf = (e: number) => (examples.item[e] < 0 ? -1 : shops[examples.item[e]]);
  for (let e = 0; e < examples.size; e++) {
    actions.set(shopOf(e), (actions.get(shopOf(e)) ?? 0) | (1 << examples.action[e]));
  }
  for (let e = 0; e < examples.size; e++) {
    const seen = actions.get(shopOf(e)) ?? 0;
    if ((seen & (seen - 1)) === 0) examples.labelled[e] = 0;
  }
}

/** The token of one example. */
export function tokenAt(examples: Examples, e: number): Token {
  const fields = TOKEN_FIELDS.map((field) => [field, examples.token[field][e]]);
  return { action: examples.action[e], item: examples.item[e], ...Object.fromEntries(fields) };
}

/** Labels one event; called from a shopper's last event to the first, because `later` builds on the next one's. */
function label(examples: Examples, data: DataSet, i: number, hasNext: boolean): void {
  if (!hasNext || data.sessionStart[i + 1]) {
    examples.nextAction[i] = LEAVE;
    return;
  }
  const next = data.action[i + 1];
  examples.nextAction[i] = next;
  examples.nextItem[i] = data.item[i + 1];
  examples.later[i] = examples.later[i + 1] | (next === PURCHASE ? 1 : 0) | (next === CART ? 2 : 0);
}
