import type { TrainedIds } from './catalog.js';

/** A list of ids as a model file has them. */
export const listIds = (ids: readonly string[]): TrainedIds => ({
  length: ids.length,
  at: (row) => ids[row],
  indexOf: (id) => ids.indexOf(id),
});
