import { type RawTensor, readSafetensors, writeSafetensors } from '../../model/safetensors.js';
import { modelError } from '../../lib/errors.js';
import type { Course } from './course.js';
import type { Parameter } from '../network/parameters.js';

/** How far a training is, besides its parameters. */
export interface CheckpointState {
  course: Course;
  recall?: number;
  /** Sub-ids of the items that have them, once vectors are quantised, and how many events these have at least. */
  codes: Uint8Array;
  least: number;
  /** The state after the best epoch, where that is not this one. */
  best?: Uint8Array;
}

export type SavedParameter = Pick<Parameter, 'value' | 'first' | 'second' | 'updates'>;

/** Parameters with their AdamW moments as a safetensors file: training goes on as if it had not stopped. */
export function writeCheckpoint(
  state: CheckpointState,
  parameters: readonly Parameter[],
): Uint8Array {
  const tensors = new Map<string, RawTensor>();
  for (const { name, shape, value, first, second, updates } of parameters) {
    tensors.set(`${name}#value`, { dtype: 'F32', shape, data: value });
    tensors.set(`${name}#first`, { dtype: 'F32', shape, data: first });
    tensors.set(`${name}#second`, { dtype: 'F32', shape, data: second });
    // Counts below 2^24 are exact in a float.
    const counts = Float32Array.from(updates);
    tensors.set(`${name}#updates`, { dtype: 'F32', shape: [counts.length], data: counts });
  }
  tensors.set('codes', { dtype: 'U8', shape: [state.codes.length], data: state.codes });
  const { best, course, recall, least } = state;
  if (best) tensors.set('best', { dtype: 'U8', shape: [best.length], data: best });
  return writeSafetensors({ state: JSON.stringify({ course, recall, least }) }, tensors);
}

/** @throws PredictorError MODEL_CORRUPT. */
export function readCheckpoint(
  bytes: Uint8Array,
): CheckpointState & { values: Map<string, SavedParameter> } {
  const { metadata, tensors } = readSafetensors(bytes.slice().buffer);
  const values = new Map<string, SavedParameter>();
  const data = (name: string) => Float32Array.from(tensors.get(name)?.data ?? []);
  for (const key of tensors.keys()) {
    const [name, field] = key.split('#');
    if (field !== 'value') continue;
    values.set(name, {
      value: data(key),
      first: data(`${name}#first`),
      second: data(`${name}#second`),
      updates: Int32Array.from(data(`${name}#updates`)),
    });
  }
  const state = JSON.parse(metadata.state);
  if (!state.course) throw modelError('MODEL_CORRUPT', 'checkpoint');
  const codes = Uint8Array.from(tensors.get('codes')?.data ?? []);
  const best = tensors.has('best') ? Uint8Array.from(tensors.get('best')?.data ?? []) : undefined;
  return { ...state, codes, best, values };
}
