import { PredictorError } from '../../lib/errors.js';
import type { ModelConfig } from '../../model/config.js';
import type { Model } from '../../model/model.js';

/** Codes are bytes. */
const MOST_CENTROIDS = 256;
/** So many of the file's items are its rare ones; a new item has had less time, and needs fewer events. */
const RARE_SHARE = 0.1;
const NEW_NEEDS = 0.75;

/** What becomes of the items when a training goes on from a file. */
export interface ContinuedItems {
  /** Items of the log that have codes, ascending. */
  coded: Int32Array;
  /** Their row in the file, -1 for those that join: [coded] */
  fileRow: Int32Array;
  /** The network, with a centroid for each item where there is one sub-id. */
  config: ModelConfig;
  counts: ContinuedCounts;
}

export interface ContinuedCounts {
  /** Items of the file that stay, and those of them without an event today. */
  kept: number;
  unseen: number;
  /** Items of the file that were left out, as they have no event today. */
  dropped: number;
  /** New items that get codes, and the events that takes. */
  joined: number;
  least: number;
}

/**
 * Every item of the file stays, but those without an event where `dropUnseen` is set. A new item joins when it
 * has about as many events as rare items of the file have today.
 * @param counts events in the training part by item: [I]
 * @param everSeen 1 for items of today's log: [I]
 * @throws PredictorError BAD_OPTION where the file's table has no room.
 */
export function continueItems(
  { vocabulary, config }: Model,
  itemIds: readonly string[],
  counts: Int32Array,
  everSeen: Uint8Array,
  { dropUnseen = false, minItemCount }: { dropUnseen?: boolean; minItemCount?: number },
): ContinuedItems {
  const rows = new Map(vocabulary.items.map((id, row) => [id, row]));
  const old = itemIds.map((id) => rows.get(id) ?? -1);
  const seen = counts.filter((n, item) => old[item] >= 0 && n > 0).sort();
  const rare = seen[Math.floor(seen.length * RARE_SHARE)] ?? 1;
  const least = minItemCount ?? Math.ceil(NEW_NEEDS * rare);
  const coded = Int32Array.from(itemIds.keys()).filter((item) =>
    old[item] < 0 ? counts[item] >= least : !dropUnseen || everSeen[item] === 1,
  );
  const fileRow = coded.map((item) => old[item]);
  const kept = fileRow.filter((row) => row >= 0).length;
  const joined = coded.length - kept;
  if (!itemIds.some((_, item) => old[item] >= 0 && everSeen[item])) {
    const message = 'from cannot go on: no item of the file is in the log. Is it the same shop?';
    throw new PredictorError('BAD_OPTION', 'from', { message });
  }
  const isTable = config.subIds === 1;
  if (isTable && coded.length > MOST_CENTROIDS) {
    const message = `from cannot go on: the file is a table of at most ${MOST_CENTROIDS} items, and there would be ${coded.length}. Train anew without it, or drop what is gone (--drop-unseen).`;
    throw new PredictorError('BAD_OPTION', 'from', { message });
  }
  return {
    coded,
    fileRow,
    config: isTable ? { ...config, centroids: Math.max(config.centroids, coded.length) } : config,
    counts: {
      kept,
      unseen: coded.filter((item, at) => fileRow[at] >= 0 && !everSeen[item]).length,
      dropped: vocabulary.items.length - kept,
      joined,
      least,
    },
  };
}
