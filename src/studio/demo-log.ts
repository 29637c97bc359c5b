import type { ShopEvent } from '../events/event.js';
import type { Item } from '../events/item.js';
import {
  DEMO_SHOPPERS,
  demoShop,
  heldOutShoppers,
  trainedShoppers,
} from '../simulate/demo-shop.js';
import { createDataSetBuilder } from '../training/data/data-set.js';
import { createSplitLog, type SplitLog } from '../training/data/split-log.js';

/** A third of those the model learned from: enough for baselines over sixty products, and three times sooner. */
const PAST_SHOPPERS = DEMO_SHOPPERS / 3;

/**
 * The demo shop's log: shoppers that its model was trained on, as `train`, for baselines to learn from; and as
 * `test` others.
 */
export function demoLog(catalog: readonly Item[], heldOut: number): SplitLog {
  const shop = demoShop(catalog);
  const itemOf = new Map(catalog.map((item) => [item.id, item]));
  const builder = createDataSetBuilder();
  const add = (group: string, histories: Iterable<ShopEvent[]>) => {
    for (const history of histories) {
      for (const { session, ts, type, item, price } of history) {
        const { category, brand, name } = itemOf.get(item ?? '') ?? {};
        const shopper = `${group} ${session.replace(/-\d+$/, '')}`;
        const visit = { shopper, session: `${group} ${session}`, time: ts };
        builder.add({ ...visit, type, item, price, category, brand, name });
      }
    }
  };
  add('past', trainedShoppers(shop, PAST_SHOPPERS));
  add('held out', heldOutShoppers(shop, heldOut));
  const data = builder.finish();
  // Shoppers are numbered in the order in which they came.
  return createSplitLog(data, (e) => (data.shopper[e] < PAST_SHOPPERS ? 'train' : 'test'));
}
