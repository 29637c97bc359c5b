import { createCoVisitation, type ItemBaseline } from '../baselines/item-baselines.js';
import { mrrAt, rankOf } from '../baselines/ranking-metrics.js';
import { createVSknn } from '../baselines/v-sknn.js';
import { sessionEnd, type SessionItems, trainingSessions } from '../data/sessions.js';
import type { SplitLog } from '../data/split-log.js';

/** Next items of the validation part that both methods are compared on. */
const EXAMINED = 500;

/**
 * Whether neighbour sessions predict new items better than co-visitation does, by MRR@20 on the validation
 * part. Where order says more (visits that go through a list, say), a teacher would teach to ignore it.
 */
export function isWorthTeaching(log: SplitLog): boolean {
  const { sessions } = trainingSessions(log);
  const items = log.data.itemIds.length;
  const asked = newItemsOfValidation(log);
  const [neighbours, followers] = [createVSknn(sessions, items), createCoVisitation(sessions)].map(
    (method) => score(method, asked, items),
  );
  return neighbours > followers;
}

function score(method: ItemBaseline, asked: readonly SessionItems[], items: number): number {
  const scores = new Float64Array(items);
  const ranks = asked.map((session) => {
    scores.fill(0);
    const before = session.items.subarray(0, -1);
    method(before, scores);
    for (const item of before) scores[item] = 0;
    const target = session.items[session.items.length - 1];
    return scores[target] > 0 ? rankOf(scores, target) : Infinity;
  });
  return mrrAt(ranks, 20).value;
}

/** Sessions up to an item of the validation part that is new to them, at even distances. */
function newItemsOfValidation(log: SplitLog): SessionItems[] {
  const { data } = log;
  const asked: SessionItems[] = [];
  for (let from = 0, to = 0; from < data.events; from = to) {
    to = sessionEnd(data, from);
    for (let e = from + 1; e < to; e++) {
      if (!log.isIn(e, 'validation') || data.item[e] < 0) continue;
      const items = data.item.subarray(from, e + 1).filter((item) => item >= 0);
      if (items.indexOf(data.item[e]) === items.length - 1 && items.length > 1)
        asked.push({ items, began: data.sessionBegan[from] });
    }
  }
  const stride = Math.max(1, Math.floor(asked.length / EXAMINED));
  return asked.filter((_, i) => i % stride === 0);
}
