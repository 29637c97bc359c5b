import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createCatalog } from '../catalog/catalog.js';
import type { ShopEvent } from '../events/event.js';
import { sessionAt } from '../events/session.js';
import { seededRandom } from '../lib/random.js';
import { device } from '../profile/device.fixture.js';
import type { KnownItems } from '../profile/facts.js';
import { looksOf } from '../profile/looks.js';
import { tastesOf } from '../profile/taste.js';
import { usualOf } from '../profile/usual.js';
import { createDice } from '../simulate/dice.js';
import { HABITS } from '../simulate/habits.js';
import { createRecorder } from '../simulate/recorder.js';
import { type Shop, shopFrom, simulateShop } from '../simulate/shop.js';
import { createShopper } from '../simulate/shopper.js';
import { simulateVisit } from '../simulate/visit.js';

/** The leaf category with the most looks, as a list of "recently viewed" would count. */
function mostLooks(events: readonly ShopEvent[], pathOf: (id: string) => string): string {
  const counts = new Map<string, number>();
  for (const { type, item } of events) {
    if (type !== 'click' || !item) continue;
    const path = pathOf(item);
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** 8 top categories of 5, each of which has from 4 to 120 products. */
function unevenShop(seed: number): Shop {
  const even = simulateShop({ seed, categories: 8, leavesPerCategory: 5, itemsPerLeaf: 120 });
  const random = seededRandom(seed + 99);
  const kept = even.leaves.flatMap((leaf) => leaf.slice(0, Math.round(4 * 30 ** random())));
  const items = kept.sort((a, b) => a - b).map((item) => even.items[item]);
  return shopFrom(items, { seed: seed + 1, leavesPerCategory: 5 });
}

/** Events of a shopper who comes so often, and the categories of their taste. */
function livesOf(shop: Shop, visits: number, seed: number) {
  const dice = createDice(seededRandom(seed));
  const recorder = createRecorder(shop, HABITS, dice, Date.UTC(2026, 0, 1));
  const shopper = createShopper(shop, HABITS, dice, recorder);
  for (let visit = 0; visit < visits; visit++) {
    const intent = dice.pick(
      ['browsing', 'goal', 'comparing'] as const,
      (i) => HABITS.visits[i].share,
    );
    recorder.startVisit(`v${visit}`);
    const from = dice.chance(0.8) ? shopper.liked : shopper.allLeaves;
    simulateVisit(shopper, `v${visit}`, intent, shopper.pickLeaf(from));
    recorder.wait(dice.durationMs(38 * 3_600_000, 1.3, 45 * 86_400_000));
  }
  return { events: recorder.events, liked: shopper.liked.map((l) => shop.leafPaths[l].join('/')) };
}

test.each([
  [3, 0.74],
  [8, 0.9],
])(
  'the first taste of 200 simulated shoppers after %d visits is a true one',
  async (visits, least) => {
    let portrait = 0;
    let count = 0;
    for (const seed of [11, 12, 13, 14]) {
      const shop = unevenShop(seed);
      const pathOf = new Map(shop.items.map(({ id, category }) => [id, category?.join('/') ?? '']));
      const shopper = device({ catalog: [...shop.items] });
      for (let one = 0; one < 50; one++) {
        const { events, liked } = livesOf(shop, visits, seed * 1000 + one);
        shopper.events.splice(0, Infinity, ...events);
        shopper.now = events.at(-1)?.ts ?? 0;
        const leaves = (await shopper.profile()).categories.filter(({ name }) =>
          name.includes('/'),
        );
        if (liked.includes(leaves[0]?.name)) portrait++;
        if (liked.includes(mostLooks(events, (id) => pathOf.get(id) ?? ''))) count++;
      }
    }
    console.log(`after ${visits} visits: portrait ${portrait}, plain count ${count} of 200`);
    expect(portrait / 200).toBeGreaterThanOrEqual(least);
    expect(portrait).toBeGreaterThan(count);
  },
  120_000,
);

const folder = process.env.NEXTAISLE_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const taobao = join(folder, 'taobao/user-behavior.csv.gz');

test.skipIf(!existsSync(taobao))(
  `a taste comes true in the next visit of real shoppers (skipped without ${taobao})`,
  async () => {
    const { shoppers, known } = readTaobao();
    const usual = await usualOf(
      known,
      [],
      () => false,
      () => undefined,
    );
    const hits = { portrait: 0, count: 0 };
    let asked = 0;
    /** By strength: looks in the next visit, and those that a shopper on average would bring. */
    const later = { strong: { came: 0, usual: 0 }, weak: { came: 0, usual: 0 } };
    for (const events of shoppers) {
      const last = events.at(-1) as ShopEvent;
      const before = events.filter(({ session }) => session !== last.session);
      const next = events.filter(({ session }) => session === last.session);
      if (new Set(before.map(({ session }) => session)).size < 3) continue;
      const pathOf = (id: string) => known.rows.item(known.rows.indexOf(id))?.category?.[0] ?? '';
      const came = next.map(({ item }) => pathOf(item ?? ''));
      const { looks } = looksOf(before, known, () => false, next[0].ts);
      const tastes = tastesOf(looks, 'category', ({ path }) => [[path, path]], usual.category);
      asked++;
      if (came.includes(tastes[0].name)) hits.portrait++;
      if (came.includes(mostLooks(before, pathOf))) hits.count++;
      for (const { name, strength, usual: share } of tastes) {
        const group = strength >= 0.9 ? later.strong : strength < 0.8 ? later.weak : undefined;
        if (!group) continue;
        group.came += came.filter((one) => one === name).length;
        group.usual += share * came.length;
      }
    }
    const times = ({ came, usual: share }: (typeof later)['strong']) => (came / share).toFixed(1);
    console.log(
      `of ${asked} shoppers the next visit has: the first taste ${hits.portrait}, the most looks ${hits.count}; ` +
        `strong tastes came ${times(later.strong)} times as often as usual, weak ones ${times(later.weak)}`,
    );
    expect(hits.portrait).toBeGreaterThan(hits.count);
    expect(later.strong.came / later.strong.usual).toBeGreaterThan(
      (1.5 * later.weak.came) / later.weak.usual,
    );
  },
  120_000,
);

function readTaobao() {
  const types: Record<string, ShopEvent['type']> = {
    ...{ pv: 'click', fav: 'wishlist', cart: 'cart', buy: 'purchase' },
  };
  const shoppers = new Map<string, ShopEvent[]>();
  const catalog = createCatalog([], Infinity);
  const looks: number[] = [];
  const lines = gunzipSync(readFileSync(taobao)).toString().trim().split('\n').slice(1);
  for (const line of lines) {
    const [user, item, category, act, seconds] = line.split(',');
    const ts = Number(seconds) * 1000;
    const events = shoppers.get(user) ?? [];
    shoppers.set(user, events);
    const session = sessionAt(ts, events.at(-1), () => events.length / 2 ** 20);
    events.push({ type: types[act], item, ts, session, source: 'import' });
    if (catalog.indexOf(item) < 0) catalog.upsert({ id: item, category: [category] }, true);
    const row = catalog.indexOf(item);
    looks[row] = (looks[row] ?? 0) + 1;
  }
  const popularity = Float32Array.from(looks, Math.log);
  const none = { items: [], categories: [] };
  const known: KnownItems = {
    rows: catalog,
    catalog,
    model: {
      ...{ vocabulary: none, itemCategory: new Uint16Array(), itemPrice: new Uint8Array() },
      tensors: new Map([['item.popularity', popularity]]),
    },
  };
  return { shoppers: [...shoppers.values()], known };
}
