import { createCoVisitation, type ItemBaseline } from '../baselines/baselines.js';
import type { Lesson } from '../data/batches.js';
import type { DataSet } from '../data/data-set.js';
import { mrrAt, rankOf } from '../baselines/metrics.js';
import { sessionEnd, type SessionItems, trainingSessions } from '../data/sessions.js';
import { PART } from '../data/split.js';
import { createNeighbours, createVSknn } from '../baselines/v-sknn.js';

/** Items a lesson names: each costs a row of gradients, and the rest of what neighbours lend is noise. */
const NAMED = 12;
/** Events whose lessons are kept from the first pass: 400 MB of them. */
const MOST_KEPT = 4e6;
/** The latest events of a session that its neighbours are found by. */
const LOOK_BACK = 20;

/**
 * A teacher that knows which sessions look like this one, which no network of this size remembers:
 * V-SKNN over the training part, the session itself left out. Its ranking is the soft part of the
 * target (knowledge distillation, Hinton et al. 2015), so that it costs nothing in the page and no
 * session stands in the file.
 * @returns the lesson after an event of the training part; none where no other session is alike.
 */
export function createTeacher(
  data: DataSet,
  part: Uint8Array,
): (event: number) => Lesson | undefined {
  const { sessions, of } = trainingSessions(data, part);
  const neighbours = createNeighbours(sessions, data.itemIds.length);
  const keep = data.events <= MOST_KEPT;
  const kept = {
    asked: new Uint8Array(keep ? data.events : 0),
    items: new Int32Array(keep ? data.events * NAMED : 0),
    shares: new Float32Array(keep ? data.events * NAMED : 0),
  };
  return (event) => {
    if (of[event] < 0) return undefined;
    if (!keep) return ask(event);
    const at = event * NAMED;
    if (!kept.asked[event]) {
      const lesson = ask(event);
      kept.asked[event] = 1 + (lesson?.items.length ?? 0);
      if (lesson) {
        kept.items.set(lesson.items, at);
        kept.shares.set(lesson.shares, at);
      }
    }
    const named = kept.asked[event] - 1;
    if (!named) return undefined;
    return {
      items: Array.from(kept.items.subarray(at, at + named)),
      shares: Array.from(kept.shares.subarray(at, at + named)),
    };
  };

  function ask(event: number): Lesson | undefined {
    let from = event;
    while (!data.sessionStart[from] && event - from < LOOK_BACK - 1) from--;
    const session = data.item.subarray(from, event + 1).filter((item) => item >= 0);
    const { items, scores } = neighbours(session, of[event]);
    const named = items.filter((item) => scores[item] > 0);
    named.sort((a, b) => scores[b] - scores[a]);
    named.length = Math.min(named.length, NAMED);
    const total = named.reduce((sum, item) => sum + scores[item], 0);
    if (!total) return undefined;
    return { items: named, shares: named.map((item) => scores[item] / total) };
  }
}

/** Next items of the validation part that the teacher is examined on. */
const EXAMINED = 500;

/**
 * Whether neighbours know more than what came right after the last item, by MRR@20 of what is new to
 * a session of the validation part: that is what they would teach. Where order says more (a visit that goes through a list, say), they would teach to ignore it.
 */
export function isWorthTeaching(data: DataSet, part: Uint8Array): boolean {
  const { sessions } = trainingSessions(data, part);
  const items = data.itemIds.length;
  const asked = examination(data, part);
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

/** Sessions of the validation part up to an item that is new to them, at even distances. */
function examination(data: DataSet, part: Uint8Array): SessionItems[] {
  const asked: SessionItems[] = [];
  for (let from = 0, to = 0; from < data.events; from = to) {
    to = sessionEnd(data, from);
    for (let e = from + 1; e < to; e++) {
      if (part[e] !== PART.validation || data.item[e] < 0) continue;
      const items = data.item.subarray(from, e + 1).filter((item) => item >= 0);
      if (items.indexOf(data.item[e]) === items.length - 1 && items.length > 1)
        asked.push({ items, began: data.sessionBegan[from] });
    }
  }
  const stride = Math.max(1, Math.floor(asked.length / EXAMINED));
  return asked.filter((_, i) => i % stride === 0);
}
