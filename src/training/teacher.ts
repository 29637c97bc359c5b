import type { DataSet } from './data-set.js';
import { trainingSessions } from './session-log.js';
import { createNeighbours } from './v-sknn.js';

/** What the sessions most like this one say of the next item: shares that sum to 1. */
export interface Lesson {
  items: readonly number[];
  shares: readonly number[];
}

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
