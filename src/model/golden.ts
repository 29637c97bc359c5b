import { PredictorError } from '../lib/errors.js';
import { ACTIONS, TOKEN_ROWS } from './tensors.js';

/** An input and what the network must say to it: a backend that misses it is refused. */
export interface Golden {
  /** Tokens as [action, item, gap, newSession, recency, price, agreement, place, stage]. */
  tokens: number[][];
  actions: number[];
  intent: number[];
  /** Item logits given `action` at some rows. */
  items: { action: number; rows: number[]; logits: number[] };
}

/**
 * Reads the golden vectors of a model file, which nobody needs before another engine is judged.
 * @param items how many the model was trained with.
 * @throws PredictorError MODEL_CORRUPT
 */
export function parseGolden(value: unknown, items: number): Golden | null {
  if (value === null) return null;
  const golden = value as Golden;
  const limits = [ACTIONS, items, ...Object.values(TOKEN_ROWS)];
  const isToken = (token: unknown) =>
    numbers(token, limits.length) &&
    token.every((n, i) => Number.isInteger(n) && n < limits[i] && n >= (i === 1 ? -1 : 0));
  if (
    !Array.isArray(golden?.tokens) ||
    golden.tokens.length > 1024 ||
    !golden.tokens.every(isToken) ||
    !numbers(golden.actions, ACTIONS + 1) ||
    !numbers(golden.intent, 2) ||
    !numbers(golden.items?.logits) ||
    !numbers(golden.items.rows, golden.items.logits.length) ||
    !golden.items.rows.every((row) => Number.isInteger(row) && row >= 0 && row < items) ||
    !(golden.items.action >= 0 && golden.items.action < ACTIONS)
  ) {
    throw new PredictorError('MODEL_CORRUPT', 'golden');
  }
  return golden;
}

const numbers = (value: unknown, length?: number): value is number[] =>
  Array.isArray(value) &&
  value.every(Number.isFinite) &&
  (length === undefined || value.length === length);
