import { ACTION_TYPES } from '../events/event.js';
import type { Item } from '../events/item.js';
import {
  DEMO_SHOPPERS,
  demoShop,
  heldOutShoppers,
  trainedShoppers,
} from '../simulate/demo-shop.js';
import { createSplitLog, type SplitLog } from '../training/data/split-log.js';

/** A third of those the model learned from: enough for baselines over sixty products, and three times sooner. */
const PAST_SHOPPERS = DEMO_SHOPPERS / 3;

/**
 * The demo shop's log: shoppers that its model was trained on, as `train`, for baselines to learn from; and as
 * `test` others, whom it never saw. Nothing of it needs to be sorted or cleaned, as the log of a shop does.
 */
export function demoLog(catalog: readonly Item[], heldOut: number): SplitLog {
  const shop = demoShop(catalog);
  const items = catalog.map((item) => ({ ...item }));
  const rowOf = new Map(items.map(({ id }, row) => [id, row]));
  const histories = [...trainedShoppers(shop, PAST_SHOPPERS), ...heldOutShoppers(shop, heldOut)];
  const all = histories.flat();
  const isStart = all.map(({ session }, e) => session !== all[e - 1]?.session);
  let began = 0;
  const shopperOffsets = new Int32Array(histories.length + 1);
  histories.forEach((history, s) => {
    shopperOffsets[s + 1] = shopperOffsets[s] + history.length;
  });
  const data = {
    events: all.length,
    sessions: isStart.filter(Boolean).length,
    shopper: Int32Array.from(histories.flatMap((history, s) => history.map(() => s))),
    ts: Float64Array.from(all, ({ ts }) => ts),
    sessionBegan: Float64Array.from(all, ({ ts }, e) => {
      if (isStart[e]) began = ts;
      return began;
    }),
    action: Uint8Array.from(all, ({ type }) => ACTION_TYPES.indexOf(type)),
    item: Int32Array.from(all, ({ item }) => rowOf.get(item ?? '') ?? -1),
    price: Float32Array.from(all, ({ price }) => price ?? Number.NaN),
    sessionStart: Uint8Array.from(isStart, Number),
    given: new Uint8Array(all.length),
    shopperOffsets,
    itemIds: items.map(({ id }) => id),
    items,
    hasClock: true,
    duplicates: 0,
  };
  return createSplitLog(data, (e) => (data.shopper[e] < PAST_SHOPPERS ? 'train' : 'test'));
}
