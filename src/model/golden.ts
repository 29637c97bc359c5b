import { modelError } from '../lib/errors.js';
import { isNumberList } from './number-list.js';
import { ACTIONS } from './tensors.js';
import { TOKEN_FIELDS, TOKEN_ROWS } from './token-rows.js';

/** Fields of a token in a model file, in this order. */
export const GOLDEN_FIELDS = ['action', 'item', ...TOKEN_FIELDS] as const;

/** An input and the output that the network must give; a backend that differs is refused. */
export interface Golden {
  /** One list per token, in the order of `GOLDEN_FIELDS`. */
  tokens: number[][];
  actions: number[];
  intent: number[];
  /** Logits of some item rows, given `action`. */
  items: { action: number; rows: number[]; logits: number[] };
}

/**
 * Reads the golden vectors of a model file. Called late: only judging another engine needs them.
 * @param items number of trained items.
 * @throws PredictorError MODEL_CORRUPT
 */
export function parseGolden(value: unknown, items: number): Golden | null {
  if (value === null) return null;
  const golden = value as Golden;
  const limits = [ACTIONS, items, ...TOKEN_FIELDS.map((field) => TOKEN_ROWS[field])];
  const isToken = (token: unknown) =>
    isNumberList(token, limits.length) &&
    token.every((n, i) => Number.isInteger(n) && n < limits[i] && n >= (i === 1 ? -1 : 0));
  if (
    !Array.isArray(golden?.tokens) ||
    golden.tokens.length > 1024 ||
    !golden.tokens.every(isToken) ||
    !isNumberList(golden.actions, ACTIONS + 1) ||
    !isNumberList(golden.intent, 2) ||
    !isNumberList(golden.items?.logits) ||
    !isNumberList(golden.items.rows, golden.items.logits.length) ||
    !golden.items.rows.every((row) => Number.isInteger(row) && row >= 0 && row < items) ||
    !(Number.isInteger(golden.items.action) && golden.items.action >= 0) ||
    golden.items.action >= ACTIONS
  ) {
    throw modelError('MODEL_CORRUPT', 'golden');
  }
  return golden;
}
