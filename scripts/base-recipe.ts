import { gaussian, seededRandom } from '../src/lib/random.js';
import type { ModelCard } from '../src/model/model.js';
import { ACTION_TYPES } from '../src/events/event.js';
import { createDataSetBuilder, type DataSet } from '../src/training/data/data-set.js';
import { HABITS } from '../src/simulate/habits.js';
import { createSplitLog, type Part } from '../src/training/data/split-log.js';
import type { TrainHooks, TrainOptions } from '../src/training/fit/train-options.js';
import { train } from '../src/training/fit/train.js';
import { described, reportedHistories, variedShop } from './varied-shops.js';

/** A log of a real shop, used as one more shop. */
export interface OneMoreShop {
  data: DataSet;
  /** At most this many events, from whole shoppers drawn with a seed. */
  events: number;
}

export interface BaseRecipe {
  seed: number;
  shops: number;
  eventsPerShop: number;
  more?: readonly OneMoreShop[];
}

/** One shop in ten is held out, to choose the best epoch and to calibrate. */
const HELD_OUT = 10;
const DAY_MS = 86_400_000;

/** Many shops with different items but similar shoppers, as one data set. */
export function baseData({ seed, shops, eventsPerShop, more = [] }: BaseRecipe) {
  const builder = createDataSetBuilder();
  const clockless = new Set<number>();
  for (let s = 0; s < shops; s++) {
    const varied = variedShop(seed + s);
    if (!varied.hasClock) clockless.add(s);
    const itemOf = new Map(
      varied.shop.items.map((item) => [item.id, described(varied, item)] as const),
    );
    for (const history of reportedHistories(varied, seed + 5000 + s, eventsPerShop)) {
      for (const { session, ts, type, item: id } of history) {
        const { price, category, brand, name } = itemOf.get(id ?? '') ?? {};
        builder.add({
          shopper: `${s}:${session.replace(/-\d+$/, '')}`,
          session,
          time: ts,
          type,
          ...(id !== undefined && { item: `${s}:${id}`, price, category, brand, name }),
        });
      }
    }
  }
  more.forEach((shop, m) => addReal(builder, shop, shops + m, seed));
  const data = builder.finish();
  const shopOfItem = Int32Array.from(data.itemIds, (id) => Number(id.slice(0, id.indexOf(':'))));
  const parts: Part[] = [];
  for (let p = 0; p + 1 < data.shopperOffsets.length; p++) {
    const [from, to] = [data.shopperOffsets[p], data.shopperOffsets[p + 1]];
    // Shoppers who opened no product are dropped.
    const first = data.item.subarray(from, to).find((item) => item >= 0);
    const shop = first === undefined ? -1 : shopOfItem[first];
    const isHeldOut = shop < shops && shop % HELD_OUT === HELD_OUT - 1;
    parts[p] = shop < 0 ? 'context' : isHeldOut ? 'validation' : 'train';
    if (clockless.has(shop)) data.ts.fill(Number.NaN, from, to);
  }
  const log = createSplitLog(data, (event) => parts[data.shopper[event]]);
  return { log, shops: shopOfItem };
}

/** Moves times into 2026, like the simulated shops; a log without times gets some. */
function addReal(
  builder: ReturnType<typeof createDataSetBuilder>,
  { data, events }: OneMoreShop,
  shop: number,
  seed: number,
): void {
  const random = seededRandom(seed + shop);
  const shoppers = data.shopperOffsets.length - 1;
  const stride = Math.max(1, data.events / events);
  const first = Date.UTC(2026, 0, 5);
  for (let p = Math.floor(random() * stride); p < shoppers; p += stride) {
    const [from, to] = [data.shopperOffsets[Math.floor(p)], data.shopperOffsets[Math.floor(p) + 1]];
    let time = first + (60 * DAY_MS * p) / shoppers;
    let session = 0;
    for (let e = from; e < to; e++) {
      session += data.sessionStart[e];
      const gapMs = e > from ? data.ts[e] - data.ts[e - 1] : 0;
      const invented = data.sessionStart[e]
        ? DAY_MS
        : 1000 * HABITS.seconds.click * Math.exp(0.9 * gaussian(random));
      if (e > from) time += Number.isNaN(gapMs) ? invented : Math.max(0, gapMs);
      const { category, brand, name, ...item } = data.items[data.item[e]] ?? {};
      builder.add({
        shopper: `${shop}:${p}`,
        session: `${shop}:${p}:${session}`,
        time: Math.round(time),
        type: ACTION_TYPES[data.action[e]],
        ...(item.id !== undefined && {
          item: `${shop}:${item.id}`,
          price: Number.isNaN(data.price[e]) ? item.price : data.price[e],
          category,
          brand,
          name,
        }),
      });
    }
  }
}

/**
 * No identities. The content table stays random and is hashed again at every step, so that only
 * relations between items can be learnt, which an unseen shop has too.
 */
export function trainBase(
  recipe: BaseRecipe,
  card: ModelCard,
  options: Partial<TrainOptions> = {},
  hooks: TrainHooks = {},
) {
  const { log, shops } = baseData(recipe);
  const { data } = log;
  console.log(`base: ${data.events} events, ${data.sessions} visits, ${data.itemIds.length} items`);
  return train(
    log,
    {
      config: { subIds: 0, contentBuckets: 512 },
      card,
      shops,
      seed: recipe.seed,
      epochs: 8,
      batch: 512,
      rate: 0.005,
      dropout: 0.1,
      ...options,
    },
    {
      onProgress({ epoch, epochs, step, steps, loss, recall, secondsLeft }) {
        if (step % 50) return;
        const seen = recall === undefined ? '' : `, recall@20 ${(100 * recall).toFixed(1)}`;
        console.log(
          `${epoch}/${epochs} ${step}/${steps} loss ${loss.toFixed(3)}${seen}, ${Math.round(secondsLeft)} s left`,
        );
      },
      ...hooks,
    },
  );
}
