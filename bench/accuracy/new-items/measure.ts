import { join } from 'node:path';
import { seededRandom } from '../../../src/lib/random.js';
import { readModel } from '../../../src/model/model-file.js';
import { writeModel } from '../../../src/model/write-model.js';
import type { DataSet } from '../../../src/training/data/data-set.js';
import type { Share } from '../../../src/prediction/proportions.js';
import { mrrAt, recallAt } from '../../../src/training/baselines/ranking-metrics.js';
import { loadLog } from '../../../src/training/node/load-log.js';
import { startWasmBackend } from '../../../src/training/network/wasm-backend.js';
import { observe } from '../../../src/training/measure/observe.js';
import { splitByTime } from '../../../src/training/data/split.js';
import { createSplitLog, type Part, type SplitLog } from '../../../src/training/data/split-log.js';
import { train } from '../../../src/training/fit/train.js';

interface Wanted {
  root: string;
  log: string;
  /** A file with one vector per item. */
  embeddings: string;
  seeds: number;
  epochs: number;
  /** Share of products hidden from training. */
  cold: number;
  /** Share of shoppers used, from the first on. */
  share: number;
  validation: boolean;
  k: number;
}

const WARM_SAMPLE = 600;

const WAYS = [
  { name: 'category, brand, price, name', contentBuckets: 512, embedded: false },
  { name: 'embedding', contentBuckets: 0, embedded: true },
  { name: 'both', contentBuckets: 512, embedded: true },
];

export async function measureNewItems(wanted: Wanted) {
  const { root, seeds, epochs, k } = wanted;
  await startWasmBackend(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
  const whole = await readLog(wanted);
  const ranks = WAYS.map(() => ({
    cold: [] as number[],
    warm: [] as number[],
    bySeed: [] as number[],
    bytes: 0,
  }));
  const popular: number[] = [];
  const popularBySeed: number[] = [];
  const popularWarm: number[] = [];
  const colds: number[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const { training, cold, warm, coldItems } = holdOut(whole, wanted, seed);
    colds.push(coldItems);
    for (const [w, { name, contentBuckets, embedded }] of WAYS.entries()) {
      const started = Date.now();
      const shown = ({ data, partOf }: SplitLog): SplitLog => {
        const items = data.items.map(({ embedding, ...item }) =>
          embedded ? { ...item, embedding } : item,
        );
        return createSplitLog({ ...data, items }, partOf);
      };
      const model = await train(shown(training), {
        config: { contentBuckets },
        card: { name, version: '1', data: 'new items' },
        epochs,
        seed,
        batch: 256,
        negatives: 1024,
      });
      const bytes = writeModel(model);
      const file = readModel(bytes.buffer);
      ranks[w].bytes = bytes.length;
      const own: number[] = [];
      for (const o of (await observe(file, shown(cold), { sample: Infinity })).observations) {
        if (!o.ranks) continue;
        own.push(o.ranks[3]);
        if (!w) popular.push(o.ranks[0]);
      }
      ranks[w].cold.push(...own);
      ranks[w].bySeed.push(recallAt(own, k).value);
      if (!w) popularBySeed.push(recallAt(popular.slice(-own.length), k).value);
      for (const o of (await observe(file, shown(warm), { sample: WARM_SAMPLE })).observations) {
        if (!o.ranks) continue;
        ranks[w].warm.push(o.ranks[3]);
        if (!w) popularWarm.push(o.ranks[0]);
      }
      const [recall, mrr] = [recallAt(own, k), mrrAt(own, k)].map(({ value }) =>
        (100 * value).toFixed(1),
      );
      console.log(
        `seed ${seed}, ${name}: recall@${k} ${recall}, MRR@${k} ${mrr} of ${own.length}; ${Math.round((Date.now() - started) / 1000)} s`,
      );
    }
  }
  const line = (name: string, cold: number[], warm: number[], bySeed: number[], bytes: number) => ({
    name,
    recall: recallAt(cold, k),
    mrr: mrrAt(cold, k) as Share,
    bySeed,
    warm: recallAt(warm, k),
    bytes,
  });
  return {
    items: whole.itemIds.length,
    cold: colds,
    asked: { cold: ranks[0].cold.length, warm: ranks[0].warm.length },
    rows: [
      line('(popularity)', popular, popularWarm, popularBySeed, 0),
      ...WAYS.map(({ name }, w) =>
        line(name, ranks[w].cold, ranks[w].warm, ranks[w].bySeed, ranks[w].bytes),
      ),
    ],
  };
}

async function readLog({ log, embeddings, share }: Wanted): Promise<DataSet> {
  const { data } = await loadLog([log], { embeddings });
  const shoppers = data.shopperOffsets.length - 1;
  // The earliest: shoppers are in order of arrival.
  return select(data, (e) => data.shopper[e] < shoppers * share).data;
}

/** Removes some products from everything before the test part. */
function holdOut(whole: DataSet, { cold: share, validation }: Wanted, seed: number) {
  // When testing on validation sessions, there is no test part.
  const base = validation ? select(whole, splitByTime(whole).isPast).data : whole;
  const log = splitByTime(base);
  const random = seededRandom(1000 + seed);
  const held = Uint8Array.from(base.itemIds, () => +(random() < share));
  const kept = (e: number) => base.item[e] < 0 || !held[base.item[e]];
  const inTraining = new Uint8Array(base.itemIds.length);
  for (const e of log.events('train')) {
    if (kept(e) && base.item[e] >= 0) inTraining[base.item[e]] = 1;
  }
  const early = log.isPast;
  const training = select(
    base,
    (e) => early(e) && kept(e) && (base.item[e] < 0 || inTraining[base.item[e]] === 1),
    inTraining,
  );
  const testing = select(base, (e) => !log.isIn(e, 'context') && (!early(e) || kept(e)));
  const coldParts: Part[] = testing.events.map(log.partOf);
  const warmParts = coldParts.slice();
  const { data: asking } = testing;
  let seen = new Set<number>();
  for (let i = 0; i < asking.events; i++) {
    if (!i || asking.shopper[i] !== asking.shopper[i - 1]) seen = new Set();
    seen.add(asking.item[i]);
    if (coldParts[i] !== 'test') continue;
    const goesOn = i + 1 < asking.events && !asking.sessionStart[i + 1];
    const next = goesOn ? asking.item[i + 1] : -1;
    // A product viewed before can be found in the history, new or not.
    const asked = next >= 0 && !seen.has(next);
    if (!asked || inTraining[next]) coldParts[i] = 'context';
    if (!asked || !inTraining[next]) warmParts[i] = 'context';
  }
  return {
    training: createSplitLog(training.data, (i) => log.partOf(training.events[i])),
    cold: createSplitLog(asking, (i) => coldParts[i]),
    warm: createSplitLog(asking, (i) => warmParts[i]),
    coldItems: inTraining.reduce((sum, seen) => sum + (seen ? 0 : 1), 0),
  };
}

/** Some events of a data set; a session or shopper starts at the first event kept. */
function select(data: DataSet, keep: (e: number) => boolean, known?: Uint8Array) {
  const events = Array.from({ length: data.events }, (_, e) => e).filter(keep);
  const items = data.items.filter((_, i) => !known || known[i]);
  const place = new Map(items.map(({ id }, i) => [id, i]));
  const row = (item: number) => (item < 0 ? -1 : (place.get(data.itemIds[item]) ?? -1));
  let session = -1;
  const sessionOf = Int32Array.from(data.sessionStart, (start) => {
    session += start;
    return session;
  });
  const starts = Uint8Array.from(
    events,
    (e, i) => +(!i || sessionOf[e] !== sessionOf[events[i - 1]]),
  );
  const shopper = new Int32Array(events.length);
  const offsets: number[] = [];
  events.forEach((e, i) => {
    if (!i || data.shopper[e] !== data.shopper[events[i - 1]]) offsets.push(i);
    shopper[i] = offsets.length - 1;
  });
  const selected: DataSet = {
    ...data,
    events: events.length,
    sessions: starts.reduce((sum, start) => sum + start, 0),
    shopper,
    ts: Float64Array.from(events, (e) => data.ts[e]),
    sessionBegan: Float64Array.from(events, (e) => data.sessionBegan[e]),
    action: Uint8Array.from(events, (e) => data.action[e]),
    item: Int32Array.from(events, (e) => row(data.item[e])),
    price: Float32Array.from(events, (e) => data.price[e]),
    sessionStart: starts,
    given: Uint8Array.from(events, (e) => data.given[e]),
    shopperOffsets: Int32Array.from([...offsets, events.length]),
    itemIds: items.map(({ id }) => id),
    items,
  };
  return { data: selected, events };
}
