import { fileHash, wrongFiles } from '../../engine/wrong-files.js';
import { buildingItemTable, type ItemTable } from '../../engine/item-table.js';
import type { createLookUp } from '../../engine/look-up.js';
import { warmUp } from '../../engine/warm-up.js';
import { inTurns, type Steps } from '../../lib/async/steps.js';
import type { Pause } from '../../lib/async/turns.js';
import type { ItemIds } from '../../model/item-ids.js';
import type { Model } from '../../model/model.js';
import { readingModel } from '../../model/model-file.js';
import { atOnce, corrupt, isLong, type ReadText } from '../../model/safetensors.js';
import { loadChunk } from './load-chunk.js';

const loadLong = loadChunk(() => import('../../engine/long-file.js'));

/** A model with what is computed from it once. */
export interface OpenedModel {
  model: Model;
  table: ItemTable;
  /** The ids of the item table. */
  ids: ItemIds;
}

/**
 * @param loading the file: until it comes, the engine runs on zeros.
 * @throws PredictorError as `readModel`, and for a file that gave wrong answers before.
 */
export async function openModel(loading: Promise<ArrayBuffer>, pause: Pause): Promise<OpenedModel> {
  let isHere = false;
  // By timers, because what `scheduler.yield` goes on with is put before the tasks that bring the
  // file. Stands still for good once it is here.
  void warmUp(() => new Promise((resolve) => isHere || setTimeout(resolve)));
  const file = await loading;
  isHere = true;
  // A chunk that only the files of very large shops need.
  const { inSteps, createFastLookUp } = isLong(file) ? await loadLong() : {};
  return inTurns(opening(file, inSteps, createFastLookUp), pause);
}

export function* opening(
  file: ArrayBuffer,
  read: ReadText = atOnce,
  makeLookUps?: typeof createLookUp,
): Steps<OpenedModel> {
  const model = yield* readingModel(file, read);
  if (wrongFiles.some((hash) => hash === fileHash(model))) throw corrupt('answers');
  yield;
  return yield* preparing(model, model.ids, makeLookUps);
}

export function* preparing(
  model: Model,
  ids: ItemIds,
  makeLookUps?: typeof createLookUp,
): Steps<OpenedModel> {
  return { model, table: yield* buildingItemTable(model, makeLookUps), ids };
}
