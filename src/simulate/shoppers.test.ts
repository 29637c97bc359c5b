import { describe, expect, it } from 'vitest';
import type { ShopEvent } from '../events/event.js';
import type { Habits } from './habits.js';
import { simulateShop } from './shop.js';
import { simulateShoppers } from './shoppers.js';

const shop = simulateShop({ seed: 1 });
const histories = [...simulateShoppers(shop, { seed: 1, shoppers: 3000 })];
const events = histories.flat();
const bySession = new Map<string, ShopEvent[]>();
for (const event of events) {
  bySession.set(event.session, [...(bySession.get(event.session) ?? []), event]);
}
const visits = [...bySession.values()];
const share = (type: string) =>
  events.filter((event) => event.type === type).length / events.length;

/** How often the next product looked at satisfies `is`. */
function nextLook(is: (item: string, next: ShopEvent) => boolean): number {
  let all = 0;
  let hits = 0;
  for (const visit of visits) {
    const looks = visit.filter((event) => event.type === 'click');
    for (let i = 1; i < looks.length; i++) {
      all++;
      if (is(looks[i - 1].item as string, looks[i])) hits++;
    }
  }
  return hits / all;
}

describe('the simulated shop', () => {
  it('gives every item a place, a price, a brand and a name, unless told otherwise', () => {
    expect(shop.items).toHaveLength(6 * 4 * 20);
    expect(new Set(shop.items.map((item) => item.id)).size).toBe(shop.items.length);
    for (const item of shop.items) {
      expect(item.category).toHaveLength(2);
      expect(item.price).toBeGreaterThan(0);
      expect(item.brand && item.name).toBeTruthy();
    }
    const bare = simulateShop({ seed: 1, content: 'none' });
    expect(Object.keys(bare.items[0])).toEqual(['id']);
    expect(bare.leaves).toHaveLength(24);
  });
});

describe('simulated shoppers', () => {
  it('are the same for the same seed, whatever their number', () => {
    const few = [...simulateShoppers(shop, { seed: 1, shoppers: 5 })];
    expect(few).toEqual(histories.slice(0, 5));
    expect([...simulateShoppers(shop, { seed: 2, shoppers: 5 })]).not.toEqual(few);
  });

  it('keep the base rates that are written down', () => {
    const lengths = visits.map((visit) => visit.length).sort((a, b) => a - b);
    expect(lengths[lengths.length >> 1]).toBe(5);
    expect(events.length / visits.length).toBeGreaterThan(6);
    expect(events.length / visits.length).toBeLessThan(8);
    expect(visits.length / histories.length).toBeCloseTo(3.1, 0);
    expect(share('cart')).toBeGreaterThan(0.08);
    expect(share('cart')).toBeLessThan(0.1);
    const orders = visits.filter((visit) => visit.some((event) => event.type === 'purchase'));
    expect(orders.length / visits.length).toBeGreaterThan(0.03);
    expect(orders.length / visits.length).toBeLessThan(0.06);
  });

  it('never go back in time and leave less than 30 minutes within a visit, more between', () => {
    const wrong = histories.flatMap((history) =>
      history.slice(1).filter((event, i) => {
        const gapMs = event.ts - history[i].ts;
        return gapMs < 0 || gapMs >= 30 * 60_000 === (event.session === history[i].session);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('buy and remove only what is in the cart, after a checkout', () => {
    for (const history of histories) {
      const cart = new Set<string>();
      history.forEach((event, i) => {
        if (event.type === 'cart') cart.add(event.item as string);
        if (event.type === 'purchase') {
          expect(['checkout', 'purchase']).toContain(history[i - 1].type);
        }
        if (event.type === 'purchase' || event.type === 'remove') {
          expect(cart.delete(event.item as string)).toBe(true);
        }
      });
    }
  });

  it('leave something to be learnt: the next look is told by the last one', () => {
    const rowOf = new Map(shop.items.map((item, row) => [item.id, row]));
    const row = (id: string) => rowOf.get(id) as number;
    const sameLeaf = nextLook(
      (item, next) => shop.leafOf[row(item)] === shop.leafOf[row(next.item!)],
    );
    const goesWith = nextLook((item, next) => shop.goesWith[row(item)].includes(row(next.item!)));
    // By chance: 1 leaf of 24, 3 items of 480.
    expect(sameLeaf).toBeGreaterThan(0.4);
    expect(goesWith).toBeGreaterThan(0.05);
  });

  it('look twice, go back, retrace and buy at once only in shops that have the habit', () => {
    /** Looks in a row at one product, at the one before it, and orders without a cart. */
    const counted = (habits: Partial<Habits>) => {
      let [same, back, direct] = [0, 0, 0];
      for (const history of simulateShoppers(shop, { seed: 3, shoppers: 300, habits })) {
        const looks = history.filter(({ type }) => type === 'click');
        looks.forEach(({ item, session }, i) => {
          if (session !== looks[i - 1]?.session) return;
          if (item === looks[i - 1].item) same++;
          else if (item === looks[i - 2]?.item) back++;
        });
        const carted = new Set(history.map(({ type, item }) => type === 'cart' && item));
        direct += history.filter(
          ({ type, item }) => type === 'purchase' && !carted.has(item),
        ).length;
      }
      return { same, back, direct };
    };
    const plain = counted({});
    expect(plain.same).toBe(0);
    expect(plain.direct).toBe(0);
    expect(counted({ reload: 0.3 }).same).toBeGreaterThan(100);
    expect(counted({ back: 0.3 }).back).toBeGreaterThan(2 * plain.back);
    expect(counted({ retrace: 0.8 }).back).toBeGreaterThan(1.2 * plain.back);
    expect(counted({ buyNow: 0.05 }).direct).toBeGreaterThan(10);
  });
});
