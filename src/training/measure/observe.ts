import type { Token } from '../../encoding/token.js';
import { createTokenizer } from '../../encoding/tokenizer.js';
import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { ACTION_TYPES } from '../../events/event.js';
import { sample, seededRandom } from '../../lib/random.js';
import type { Model } from '../../model/model.js';
import { readScores } from '../../prediction/score.js';
import { createExamples } from '../data/examples.js';
import { type Coverage, placeItems } from '../data/place-items.js';
import type { SplitLog } from '../data/split-log.js';
import { createObserver, type Observation } from './observation.js';
import { stepAt } from '../data/step-at.js';

/** How many predictions `report()` makes. */
export interface ObserveOptions {
  /** At most this many predictions, drawn with a seed. Default 20,000; `Infinity` for all. */
  sample?: number;
  /**
   * Sets items that the shopper has seen aside before ranking, for every method, as BSARec and RecBole do. A
   * seen item that comes next is then a miss. Default false.
   */
  maskSeen?: boolean;
  onProgress?(done: number, of: number): void;
}

/**
 * Runs the test part through the engine that ships, one event one token, as a page would: the model has read
 * everything the shopper did before.
 */
export async function observe(
  model: Model,
  log: SplitLog,
  { sample: most = 20_000, maskSeen = false, onProgress }: ObserveOptions = {},
): Promise<{ observations: Observation[]; coverage: Coverage; of: number }> {
  const { data } = log;
  const placed = placeItems(model, data);
  const engine = createCpuEngine(model, placed.table);
  const labels = createExamples(data, () => undefined);
  const compare = createObserver(model, log, labels, placed, { maskSeen });
  const asked = log.events('test');
  const chosen = drawn(data.events, asked, most);
  const observations: Observation[] = [];

  for (let s = 0; s + 1 < data.shopperOffsets.length; s++) {
    const [from, to] = [data.shopperOffsets[s], data.shopperOffsets[s + 1]];
    const last = chosen.subarray(from, to).lastIndexOf(1) + from;
    if (last < from) continue;
    const push = createTokenizer(placed.factsOf);
    const history: Token[] = [];
    const seen = new Set<number>();
    placed.enter(data.item.subarray(from, last + 1));
    let opened = from;
    let inCart = false;
    for (let e = from; e <= last; e++) {
      const item = data.item[e];
      if (data.sessionStart[e]) [opened, inCart] = [e, false];
      seen.add(item);
      history.push(push(stepAt(data, e, placed.read(item))));
      inCart ||= ACTION_TYPES[data.action[e]] === 'cart';
      if (!chosen[e]) continue;
      const scores = await readScores(await engine.score(history), model.calibration);
      observations.push(compare({ event: e, opened, inCart, seen }, scores));
      if (observations.length % 200 === 0) {
        onProgress?.(observations.length, Math.min(most, asked.length));
        // Lets a signal have its turn.
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
  }
  engine.dispose();
  return { observations, coverage: placed.coverage, of: asked.length };
}

/** 1 for each event after which a prediction is made: [events] */
function drawn(events: number, asked: number[], count: number): Uint8Array {
  const chosen = new Uint8Array(events);
  for (const event of sample(asked, count, seededRandom(1))) chosen[event] = 1;
  return chosen;
}
