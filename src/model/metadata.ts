/**
 * Parse the JSON parts of a model file, from untrusted data. Each function throws MODEL_CORRUPT
 * naming the field that is wrong.
 */
import type { Calibration, CategoryLevel, ModelCard, Vocabulary } from './model.js';
import { NEUTRAL_CALIBRATION } from './model.js';
import { isNumberList } from './number-list.js';
import { corrupt } from './safetensors.js';
import { ACTIONS } from './tensors.js';

/** Of what a calibration multiplies with, or adds: more is no result of fitting. */
const MOST = 1e6;

const isWithin = (value: unknown, low: number, high: number) =>
  typeof value === 'number' && value >= low && value <= high;
const isShare = (value: unknown) => isWithin(value, 0, 1);
const areShares = (values: unknown, names?: readonly string[]) =>
  values === undefined ||
  (isObject(values) &&
    Object.values(values).every(isShare) &&
    (names ?? []).every((name) => Object.hasOwn(values, name)));
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

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
  const isScale = (number: unknown) => isWithin(number, 1 / MOST, MOST);
  const isLine = (part?: { scale: number; offset: number }) =>
    isWithin(part?.scale, -MOST, MOST) && isWithin(part?.offset, -MOST, MOST);
  const checks = {
    actions:
      isScale(c?.actions?.temperature) &&
      isNumberList(c?.actions.bias, ACTIONS + 1) &&
      c.actions.bias.every((bias) => isWithin(bias, -MOST, MOST)),
    purchase: isLine(c?.purchase),
    cart: isLine(c?.cart),
    items: isScale(c?.items?.temperature) && isShare(c?.items.share ?? 1),
    bands: isShare(c?.bands?.likely) && isShare(c?.bands.unlikely),
    sets: areShares(c?.sets),
    first: areShares(c?.first, ['conversion', 'cart', 'bounce']),
  };
  for (const [part, isRight] of Object.entries(checks))
    if (!c || !isRight) throw corrupt(`calibration.${part}`);
  const known = c as Calibration;
  // A log that is too short to calibrate by leaves the offset at 0.
  return { ...NEUTRAL_CALIBRATION, ...known, calibrated: items > 0 && known.purchase.offset !== 0 };
}

export function parseCard(value: unknown): ModelCard {
  const card = (value ?? {}) as Partial<ModelCard>;
  const text = (field: keyof ModelCard) => {
    const part = card[field] ?? '';
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
