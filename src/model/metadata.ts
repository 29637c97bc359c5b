/**
 * Parse the JSON parts of a model file, from untrusted data. Each function throws MODEL_CORRUPT
 * naming the field that is wrong.
 */
import type { Calibration, CategoryLevel, ModelCard, Vocabulary } from './model.js';
import { NEUTRAL_CALIBRATION } from './model.js';
import { isNumberList } from './number-list.js';
import { corrupt } from './safetensors.js';
import { ACTIONS } from './tensors.js';

/** More is no result of fitting. */
const MOST = 1e6;

/** Every number of a JSON value is within bounds, and no text stands where a number should. */
const areNumbers = (value: unknown, depth: number): boolean =>
  typeof value === 'object' && value !== null
    ? depth < 3 && Object.values(value).every((part) => areNumbers(part, depth + 1))
    : typeof value === 'number' && Math.abs(value) <= MOST;

export function parseCategories(value: unknown): CategoryLevel[] {
  const list = (value as Vocabulary | null)?.categories;
  if (!Array.isArray(list) || list.length > 65_534) throw corrupt('vocabulary.categories');
  return list.map((entry) => {
    const { path, logPrice } = entry ?? {};
    if (typeof path !== 'string' || !(logPrice === undefined || Number.isFinite(logPrice))) {
      throw corrupt('vocabulary.categories');
    }
    return { path, logPrice };
  });
}

/** @param items rows of the model's item table: one of many shops has none. */
export function parseCalibration(value: unknown, items: number): Calibration {
  const c = value as Calibration | null;
  const line = (part?: { scale: number; offset: number }) =>
    isNumberList([part?.scale, part?.offset]);
  const isIn = (number: unknown, least = 0, most = 1) =>
    typeof number === 'number' && number >= least && number <= most;
  const { sets = {}, first } = c ?? {};
  if (
    !c ||
    !areNumbers(c, 0) ||
    !isIn(c.actions?.temperature, 1 / MOST, MOST) ||
    !isNumberList(c.actions.bias, ACTIONS + 1) ||
    ![c.purchase, c.cart].every(line) ||
    !isIn(c.items?.temperature, 1 / MOST, MOST) ||
    !isIn(c.items.share ?? 1) ||
    typeof sets !== 'object' ||
    !Object.entries(sets).every(([coverage, least]) => isIn(+coverage, 1 / MOST) && isIn(least)) ||
    !isIn(c.bands?.likely) ||
    !isIn(c.bands.unlikely) ||
    (first && !isNumberList([first.conversion, first.cart, first.bounce]))
  ) {
    throw corrupt('calibration');
  }
  // A log that is too short to calibrate by leaves the offset at 0.
  return { ...NEUTRAL_CALIBRATION, ...c, calibrated: items > 0 && c.purchase.offset !== 0 };
}

export function parseCard(value: unknown): ModelCard {
  const text = (field: keyof ModelCard) => {
    const part = (value as Partial<ModelCard> | null)?.[field] ?? '';
    if (typeof part !== 'string') throw corrupt(`card.${field}`);
    return part.slice(0, 2000);
  };
  return {
    name: text('name'),
    version: text('version'),
    data: text('data'),
    license: text('license'),
  };
}
