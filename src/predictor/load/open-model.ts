import { indexIds } from '../../catalog/index-ids.js';
import { fileName, wrongFiles } from '../../engine/wrong-files.js';
import { buildingItemTable, type ItemTable } from '../../engine/item-table.js';
import { inTurns, type Steps } from '../../lib/async/steps.js';
import type { Pause } from '../../lib/async/turns.js';
import type { Model } from '../../model/model.js';
import { readingModel } from '../../model/model-file.js';
import { corrupt } from '../../model/safetensors.js';

/** A model with what is computed from it once. */
export interface OpenedModel {
  model: Model;
  table: ItemTable;
  /** Row of each item's id. */
  indices: Map<string, number>;
}

/** @throws PredictorError as `readModel`, and for a file that gave wrong answers before. */
export const openModel = (file: ArrayBuffer, pause: Pause): Promise<OpenedModel> =>
  inTurns(opening(file), pause);

export function* opening(file: ArrayBuffer): Steps<OpenedModel> {
  const model = yield* readingModel(file);
  if (wrongFiles.has(fileName(model))) throw corrupt('answers');
  yield;
  return yield* preparing(model);
}

export function* preparing(model: Model): Steps<OpenedModel> {
  const table = yield* buildingItemTable(model);
  const indices = yield* indexIds(model.vocabulary.items);
  return { model, table, indices };
}
