/**
 * Parse the JSON parts of a model file, from untrusted data. Each function throws MODEL_CORRUPT
 * naming the field that is wrong.
 */
import type { Calibration, CategoryLevel, ModelCard, Vocabulary } from './model.js';
import { NEUTRAL_CALIBRATION } from './model.js';
import { isNumberList } from './number-list.js';
import { corrupt } from './safetensors.js';
import { ACTIONS } from './tensors.js';

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
  if (
    !c ||
    !(c.actions?.temperature > 0) ||
    !isNumberList(c.actions.bias, ACTIONS + 1) ||
    !line(c.purchase) ||
    !line(c.cart) ||
    !(c.items?.temperature > 0) ||
    !((c.items.share ?? 1) > 0) ||
    !isNumberList([c.bands?.likely, c.bands?.unlikely])
  ) {
    throw corrupt('calibration');
  }
  // A log that is too short to calibrate by leaves the offset at 0.
  return { ...NEUTRAL_CALIBRATION, ...c, calibrated: items > 0 && c.purchase.offset !== 0 };
}

export function parseCard(value: unknown): ModelCard {
  const { name, version, data, license } = (value ?? {}) as Partial<ModelCard>;
  const text = (part: unknown) => String(part ?? '').slice(0, 2000);
  return { name: text(name), version: text(version), data: text(data), license: text(license) };
}
