import { readFileSync } from 'node:fs';
import { createTokenizer } from '../../../src/encoding/tokenizer.js';
import type { Token } from '../../../src/encoding/token.js';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine.js';
import { ACTION_TYPES } from '../../../src/events/event.js';
import { sample, seededRandom } from '../../../src/lib/random.js';
import { readModel } from '../../../src/model/model-file.js';
import { readScores } from '../../../src/prediction/score.js';
import { placeItems } from '../../../src/training/data/place-items.js';
import { type SessionItems, pastSessions } from '../../../src/training/data/sessions.js';
import type { SplitLog } from '../../../src/training/data/split-log.js';
import { readArguments } from '../../../src/training/node/arguments.js';
import { loadLog } from '../../../src/training/node/load-log.js';
import { loadOptions, splitOption } from '../../../src/training/node/log-options.js';
import { type Candidate, countPages, type PageView } from './page-views.js';
import { stepAt } from '../../../src/training/data/step-at.js';

const CLICK = ACTION_TYPES.indexOf('click');
/** Candidates kept of each method: a page asks for two at most. */
const KEPT = 2;
/** Last viewed and popular have no chance of their own: they are always asked for. */
const SURE = 1;

export interface Wanted {
  /** Arguments after `nextaisle train`: the log and how to read it. */
  reading: readonly string[];
  model: string;
  /** `validation` chooses, `test` reports. */
  part: 'validation' | 'test';
  /** About as many events, of shoppers drawn with a seed. */
  sample: number;
  thresholds: readonly number[];
}

/**
 * What would have been asked for ahead on every product page of a part, by the model and by simple rules,
 * and what was opened next. The engine reads one event after another, as a page would.
 */
export async function measureAhead({
  reading,
  model: file,
  part,
  sample: most,
  thresholds,
}: Wanted) {
  const given = readArguments(['train', ...reading]);
  const { data } = await loadLog(given.paths, loadOptions(given));
  const whole = splitOption(given, data);
  const log = part === 'test' ? whole : validationOf(whole);
  const bytes = readFileSync(file);
  const model = readModel(Uint8Array.from(bytes).buffer);
  const placed = placeItems(model, data);
  const engine = createCpuEngine(model, placed.table);
  const past = pastSessions(log);
  const popular = mostViewed(past, data.itemIds.length);
  const alsoViewed = followers(past);

  const views: Record<string, PageView[]> = {
    nextaisle: [],
    'also viewed': [],
    'last viewed': [],
    popular: [],
  };
  const shoppers = log.shoppers('test');
  let events = 0;
  for (const s of sample(shoppers, shoppers.length, seededRandom(1))) {
    if (events >= most) break;
    const [from, to] = [data.shopperOffsets[s], data.shopperOffsets[s + 1]];
    const push = createTokenizer(placed.factsOf);
    const history: Token[] = [];
    placed.enter(data.item.subarray(from, to));
    /** The page that is open, by method; undefined before the first product of a session. */
    let open: { item: number; views: Record<string, PageView> } | undefined;
    for (let e = from; e < to; e++) {
      const item = data.item[e];
      if (data.sessionStart[e]) open = undefined;
      const isPage = data.action[e] === CLICK && item >= 0 && item !== open?.item;
      if (isPage && open) for (const view of Object.values(open.views)) view.next = item;
      history.push(push(stepAt(data, e, placed.read(item))));
      if (!log.isIn(e, 'test')) {
        open = undefined;
        continue;
      }
      events++;
      if (isPage) {
        open = { item, views: {} };
        for (const [name, list] of Object.entries(views)) {
          const view: PageView = { shopper: s, asked: new Map(), next: -1 };
          open.views[name] = view;
          list.push(view);
        }
      }
      if (!open) continue;
      const current = open.item;
      const other = (candidate: Candidate) => candidate.item !== current;
      const { items } = await readScores(await engine.score(history), model.calibration);
      const told: Record<string, Candidate[]> = {
        nextaisle: bestRows(items, placed.rowOf(current)).map(([row, chance]) => ({
          item: row,
          chance,
        })),
        'also viewed': alsoViewed(current).filter(other),
        'last viewed': lastViewed(data.item.subarray(from, e + 1), current),
        popular: popular.filter(other),
      };
      for (const [name, candidates] of Object.entries(told)) {
        for (const { item, chance } of candidates.slice(0, KEPT)) {
          const { asked } = open.views[name];
          asked.set(item, Math.max(asked.get(item) ?? 0, chance));
        }
      }
    }
    // The model names rows, which are those of this shopper only.
    for (const view of views.nextaisle) {
      if (view.shopper === s && view.next >= 0) view.nextRow = placed.rowOf(view.next);
    }
  }
  engine.dispose();
  const rows = Object.entries(views).flatMap(([method, list]) =>
    (method === 'nextaisle' || method === 'also viewed' ? thresholds : [0]).map((threshold) => ({
      method,
      threshold,
      ...countPages(list, threshold),
    })),
  );
  return { part, events, pages: views.popular.length, rows };
}

/** Measures on the validation part, and learns from what came before it alone. */
function validationOf(log: SplitLog): SplitLog {
  return log.move((part) => (part === 'validation' ? 'test' : part === 'test' ? 'context' : part));
}

/** The likeliest rows besides the one on the page. */
function bestRows(chances: ArrayLike<number>, without: number): [row: number, chance: number][] {
  const best: [number, number][] = [];
  for (let row = 0; row < chances.length; row++) {
    if (row === without || (best.length === KEPT && chances[row] <= best[KEPT - 1][1])) continue;
    best.push([row, chances[row]]);
    best.sort((a, b) => b[1] - a[1]);
    best.length = Math.min(best.length, KEPT);
  }
  return best;
}

function mostViewed(sessions: readonly SessionItems[], items: number): Candidate[] {
  const counts = new Float64Array(items);
  for (const session of sessions) for (const item of session.items) counts[item]++;
  return Array.from(counts, (count, item) => ({ item, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, KEPT + 1)
    .map(({ item }) => ({ item, chance: SURE }));
}

/** What came after a product, with the share of the cases in which it did. */
function followers(sessions: readonly SessionItems[]): (item: number) => Candidate[] {
  const counts = new Map<number, Map<number, number>>();
  const totals = new Map<number, number>();
  for (const { items } of sessions) {
    items.forEach((item, i) => {
      totals.set(item, (totals.get(item) ?? 0) + 1);
      if (i + 1 === items.length || items[i + 1] === item) return;
      const row = counts.get(item) ?? new Map<number, number>();
      counts.set(item, row.set(items[i + 1], (row.get(items[i + 1]) ?? 0) + 1));
    });
  }
  const kept = new Map<number, Candidate[]>();
  return (item) => {
    let found = kept.get(item);
    if (!found) {
      found = [...(counts.get(item) ?? [])]
        .sort(([, a], [, b]) => b - a)
        .slice(0, KEPT)
        .map(([other, count]) => ({ item: other, chance: count / (totals.get(item) ?? 1) }));
      kept.set(item, found);
    }
    return found;
  };
}

/** The two products that were looked at before this one. */
function lastViewed(past: Int32Array, current: number): Candidate[] {
  const found: Candidate[] = [];
  for (let e = past.length - 1; e >= 0 && found.length < KEPT; e--) {
    const item = past[e];
    if (item >= 0 && item !== current && !found.some((one) => one.item === item))
      found.push({ item, chance: SURE });
  }
  return found;
}
