import { listIds } from '../catalog/list-ids.fixture.js';
import { expect, test } from 'vitest';
import { createCpuEngine } from '../engine/cpu/cpu-engine.js';
import type { ItemTable } from '../engine/item-table.js';
import { randomModel } from '../engine/random-model.fixture.js';
import { ACTION_TYPES, type ShopEvent } from '../events/event.js';
import { allAtOnce } from '../lib/async/steps.js';
import { seededRandom } from '../lib/random.js';
import { readScores } from '../prediction/score.js';
import { rankOf } from '../training/baselines/ranking-metrics.js';
import { createDataSetBuilder } from '../training/data/data-set.js';
import { createSplitLog } from '../training/data/split-log.js';
import { observe } from '../training/measure/observe.js';
import * as kit from './engine-kit.js';
import { createHistoryTokens } from './history-tokens.js';
import { preparing } from './load/open-model.js';

const ITEMS = 30;

/** Shoppers who look at the file's items, at new ones again and again, and at some of which a little is known. */
function randomLog(isTold: boolean) {
  const random = seededRandom(8);
  const builder = createDataSetBuilder();
  for (let s = 0; s < 40; s++) {
    const own = [0, 1, 2].map(() => `new-${Math.floor(random() * 60)}`);
    for (let k = 0; k < 8; k++) {
      const item =
        random() < 0.5 ? own[Math.floor(random() * 3)] : `item-${Math.floor(random() * ITEMS)}`;
      const told = isTold && /^new.*7$/.test(item) ? { category: ['a', 'b'], brand: 'Elm' } : {};
      const time = Date.UTC(2025, 0, 1 + s) + k * 60_000;
      builder.add({ shopper: `u${s % 25}`, time, type: 'click', item, ...told });
    }
  }
  return builder.finish();
}

test.each([
  ['with content', 16],
  ['without', 0],
])('a page ranks the next item where the report does: %s', async (_, contentBuckets) => {
  const shape = { width: 16, ffn: 32, window: 6, subIds: 4, contentBuckets };
  const model = randomModel(shape, ITEMS, 1);
  const data = randomLog(contentBuckets > 0);
  const log = createSplitLog(data, () => 'test');
  const { observations, coverage } = await observe(model, log, { sample: Infinity });
  expect(coverage.unknown).toBeGreaterThan(20);
  expect(coverage.byContent > 0).toBe(contentBuckets > 0);

  let again = 0;
  for (const { event, ranks } of observations) {
    if (!ranks) continue;
    // A page opens here: the file, the shop's catalog, and this shopper's history.
    const opened = allAtOnce(preparing(model, listIds(model.vocabulary.items)));
    const page = createHistoryTokens({ ...opened, kit });
    for (const item of data.items) if (item.category) page.learn(item, true);
    const events: ShopEvent[] = [];
    let session = 0;
    for (let e = data.shopperOffsets[data.shopper[event]]; e <= event; e++) {
      session += data.sessionStart[e];
      events.push({
        type: ACTION_TYPES[data.action[e]],
        item: data.itemIds[data.item[e]],
        ts: data.ts[e],
        session: `${session}`,
        source: 'import',
      });
    }
    const tokens = page.tokensOf(events);
    const engine = createCpuEngine(model, page.table as ItemTable);
    const { items } = await readScores(await engine.score(tokens), model.calibration);
    const next = data.itemIds[data.item[event + 1]];
    const row = page.rows.indexOf(next);
    again += +(next.startsWith('new') && row >= 0);
    expect(ranks[4], `${next} after event ${event}`).toBe(row < 0 ? Infinity : rankOf(items, row));
  }
  expect(again).toBeGreaterThan(40);
});
