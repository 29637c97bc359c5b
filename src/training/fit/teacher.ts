import { createNeighbours } from '../baselines/v-sknn.js';
import type { SoftTargets } from '../data/candidates.js';
import { trainingSessions } from '../data/sessions.js';
import type { SplitLog } from '../data/split-log.js';

/** Items in the soft targets of an event: each costs a row of gradients, and further neighbours are noise. */
const MOST_ITEMS = 12;
/** Events whose soft targets are kept from the first pass on: 400 MB of them. */
const MOST_KEPT = 4e6;
/** The latest events of a session that its neighbours are found by. */
const LOOK_BACK = 20;

/**
 * A teacher that knows which sessions are similar, which no network of this size remembers: V-SKNN over the
 * training part, the session itself left out. Its ranking is the soft part of the target (knowledge
 * distillation, Hinton et al. 2015), so it costs nothing in the page and the file contains no session.
 * @returns soft targets after an event of the training part; none where no other session is similar.
 */
export function createTeacher(log: SplitLog): (event: number) => SoftTargets | undefined {
  const { data } = log;
  const { sessions, of } = trainingSessions(log);
  const neighbours = createNeighbours(sessions, data.itemIds.length);
  const keep = data.events <= MOST_KEPT;
  const kept = {
    /** 0 not asked yet, else 1 + how many items. */
    asked: new Uint8Array(keep ? data.events : 0),
    items: new Int32Array(keep ? data.events * MOST_ITEMS : 0),
    shares: new Float32Array(keep ? data.events * MOST_ITEMS : 0),
  };
  return (event) => {
    if (of[event] < 0) return undefined;
    if (!keep) return ask(event);
    const at = event * MOST_ITEMS;
    if (!kept.asked[event]) {
      const targets = ask(event);
      kept.asked[event] = 1 + (targets?.items.length ?? 0);
      if (targets) {
        kept.items.set(targets.items, at);
        kept.shares.set(targets.shares, at);
      }
    }
    const count = kept.asked[event] - 1;
    if (!count) return undefined;
    return {
      items: Array.from(kept.items.subarray(at, at + count)),
      shares: Array.from(kept.shares.subarray(at, at + count)),
    };
  };

  function ask(event: number): SoftTargets | undefined {
    let from = event;
    while (!data.sessionStart[from] && event - from < LOOK_BACK - 1) from--;
    const session = data.item.subarray(from, event + 1).filter((item) => item >= 0);
    const { items, scores } = neighbours(session, of[event]);
    const best = bestOf(items, scores);
    const total = best.reduce((sum, item) => sum + scores[item], 0);
    if (!total) return undefined;
    return { items: best, shares: best.map((item) => scores[item] / total) };
  }
}

/** The items with the highest scores above 0, best first; of equal ones the first. */
function bestOf(items: readonly number[], scores: Float64Array): number[] {
  const best: number[] = [];
  for (const item of items) {
    const score = scores[item];
    if (!(score > 0)) continue;
    if (best.length === MOST_ITEMS && score <= scores[best[MOST_ITEMS - 1]]) continue;
    let at = best.length < MOST_ITEMS ? best.length : MOST_ITEMS - 1;
    for (; at > 0 && scores[best[at - 1]] < score; at--) best[at] = best[at - 1];
    best[at] = item;
  }
  return best;
}
