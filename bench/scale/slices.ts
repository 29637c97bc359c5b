import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { categoryPath } from '../../src/encoding/category-path.js';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine.js';
import { DEFAULT_CONFIG } from '../../src/model/config.js';
import type { Model } from '../../src/model/model.js';
import { bestOf } from '../../src/training/baselines/ranking-metrics.js';
import { tokenAt } from '../../src/training/data/examples.js';
import { placeItems } from '../../src/training/data/place-items.js';
import type { DataSet } from '../../src/training/data/data-set.js';
import { prepare } from '../../src/training/data/prepare.js';
import { splitByTime } from '../../src/training/data/split.js';
import type { SplitLog } from '../../src/training/data/split-log.js';
import { loadLog } from '../../src/training/node/load-log.js';
import { readModelFile } from '../../src/training/node/read-model-file.js';

interface Hits {
  positions: number;
  hits: number;
  reciprocal: number;
}

/** Next products of the test part, in pages with the whole file and with that of the last product's department. */
export async function measureSlices(file: string, folder: string, paths: readonly string[]) {
  const { data } = await loadLog(paths);
  const split = splitByTime(data);
  const ofItem = departmentsIn(data);
  const files: Record<string, string> = JSON.parse(
    readFileSync(join(folder, 'slices.json'), 'utf8'),
  );
  const names = Object.keys(files);
  const of = (department: string) => (item: number) =>
    (Object.hasOwn(files, ofItem[item]) ? ofItem[item] : '') === department;
  const whole = { positions: 0, hits: 0, reciprocal: 0 };
  const cut = { positions: 0, hits: 0, reciprocal: 0 };
  for (const name of names) {
    const isOf = of(name);
    const log = split.move((part, e) =>
      part === 'test' && !isOf(data.item[e]) ? 'context' : part,
    );
    add(whole, await hitsOf(readModelFile(file).model, log));
    add(cut, await hitsOf(readModelFile(join(folder, files[name])).model, log));
  }
  return { whole: shares(whole), slices: shares(cut), rules: measureRules(split, ofItem) };
}

const shares = ({ positions, hits, reciprocal }: Hits) => ({
  positions,
  recall: hits / positions,
  mrr: reciprocal / positions,
});

/**
 * What takes a line beside it: what the shopper viewed, the newest first, and behind that what is most popular, in the
 * department of the last product or in the whole shop.
 */
export function measureRules(log: SplitLog, ofItem: readonly string[]) {
  const { data } = log;
  const { item, itemIds, shopperOffsets } = data;
  const counts = new Int32Array(itemIds.length);
  for (const e of log.events('train')) if (item[e] >= 0) counts[item[e]]++;
  const popular = [...itemIds.keys()].sort((a, b) => counts[b] - counts[a] || a - b);
  const inDepartment = new Map<string, number[]>();
  for (const one of popular) {
    const list = inDepartment.get(ofItem[one]);
    if (list) list.push(one);
    else inDepartment.set(ofItem[one], [one]);
  }
  const after = {
    'recently viewed': () => [],
    'recently viewed, then popular': () => popular,
    'recently viewed, then popular in the department': (last: number) =>
      inDepartment.get(ofItem[last]) ?? popular,
  } satisfies Record<string, (last: number) => number[]>;
  const { examples } = prepare(log, DEFAULT_CONFIG);
  const found = Object.entries(after).map(([name, more]): [string, Hits] => {
    const hits = { positions: 0, hits: 0, reciprocal: 0 };
    for (const e of log.events('test')) {
      const next = examples.nextItem[e];
      if (next < 0) continue;
      const past = item.subarray(shopperOffsets[data.shopper[e]], e + 1).filter((one) => one >= 0);
      const list = new Set([...past.reverse(), ...more(past[0] ?? -1)]);
      const rank = [...list].slice(0, 20).indexOf(next);
      hits.positions++;
      if (rank < 0) continue;
      hits.hits++;
      hits.reciprocal += 1 / (rank + 1);
    }
    return [name, hits];
  });
  return Object.fromEntries(found.map(([name, hits]) => [name, shares(hits)]));
}

/** The department of each product of a log. */
export const departmentsIn = ({ items }: DataSet): string[] =>
  items.map((item) => categoryPath(item).split('/')[0]);

function add(to: Hits, more: Hits): void {
  to.positions += more.positions;
  to.hits += more.hits;
  to.reciprocal += more.reciprocal;
}

/** Products of the file and those that the shopper saw compete, as in a page that gives no catalog. */
async function hitsOf(model: Model, log: SplitLog): Promise<Hits> {
  const { data } = log;
  const { examples } = prepare(log, model.config);
  const placed = placeItems(model, { items: data.items.map(({ id }) => ({ id })) });
  const engine = createCpuEngine(model, placed.table);
  const found = { positions: 0, hits: 0, reciprocal: 0 };
  for (const shopper of log.shoppers('test')) {
    const [from, to] = [0, 1].map((end) => examples.shopperOffsets[shopper + end]);
    placed.enter(examples.item.subarray(from, to));
    const history = [];
    for (let e = from; e < to; e++) {
      history.push({ ...tokenAt(examples, e), item: placed.read(examples.item[e]) });
      if (!log.isIn(e, 'test') || examples.nextItem[e] < 0) continue;
      const output = await engine.score(history);
      const best = bestOf(await output.items(examples.nextAction[e]), 20);
      const rank = best.indexOf(placed.rowOf(examples.nextItem[e]));
      found.positions++;
      if (rank < 0) continue;
      found.hits++;
      found.reciprocal += 1 / (rank + 1);
    }
  }
  return found;
}
