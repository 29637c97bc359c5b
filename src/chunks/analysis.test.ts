import { beforeAll, describe, expect, test } from 'vitest';
import { liftOf } from './analysis.js';
import { seededRandom } from '../lib/random.js';
import type { LiftCounts } from '../moments/lift.js';
import { simulatedDevice } from '../moments/simulated-device.fixture.js';
import { simulateShop } from '../simulate/shop.js';
import { simulateShoppers } from '../simulate/shoppers.js';

const DEVICES = 2500;
const RULE = { actions: { leave: { above: 0.5 } }, events: { atLeast: 3 } };

/** The visits of each simulated shopper that come to a third event: there the moment is. */
const shop = simulateShop({ seed: 5 });
const shoppers = [...simulateShoppers(shop, { seed: 5, shoppers: DEVICES })].map((history) => {
  const sessions = [...new Set(history.map(({ session }) => session))];
  const visits = sessions.map((id) => history.filter(({ session }) => session === id));
  return visits.filter((visit) => visit.length >= 3);
});

/**
 * One shopper, through the rule, the arm, the store and the counts that ship: a page a visit.
 * @param effect chance that an offer is followed by an order that would not have been.
 */
async function live(visits: (typeof shoppers)[0], seed: number, effect: number) {
  const device = simulatedDevice(seed);
  const persuaded = seededRandom(seed + 1e6);
  let counts: LiftCounts = {
    rules: [],
    recommendations: { shown: 0, clicked: 0, carted: 0, bought: 0 },
  };
  for (const visit of visits) {
    let buys = false;
    const page = device.page();
    const act = () => {
      buys = persuaded() < effect;
    };
    page.when(RULE, act, { id: 'offer', holdout: 0.5 });
    device.now += 86_400_000 / 10;
    for (const [at, { type, item, session }] of visit.entries()) {
      device.event(type, item, { session });
      if (at === 2) await page.predict(0.6);
    }
    if (buys) device.event('purchase', 'p1', { session: visit[0].session });
    counts = await page.lift();
    page.close();
  }
  return counts;
}

describe.each([0, 0.06])('simulated shoppers, an offer persuades %f of them', (effect) => {
  let devices: LiftCounts[];
  /** Share of buyers with and without the offer, each shopper in both worlds. */
  const asked = shoppers.filter((visits) => visits.length);
  const buysAnyway = (visits: (typeof shoppers)[0]) =>
    visits.some((visit) => visit.slice(3).some(({ type }) => type === 'purchase'));
  const truth =
    asked.reduce(
      (sum, visits) => sum + (buysAnyway(visits) ? 0 : 1 - (1 - effect) ** visits.length),
      0,
    ) / asked.length;

  beforeAll(async () => {
    devices = [];
    for (const [i, visits] of shoppers.entries()) devices.push(await live(visits, i, effect));
  }, 120_000);

  test('all shoppers together give the holdout asked for and the true effect', () => {
    const [{ treatment, holdout, difference }] = liftOf(devices).rules;
    const both = treatment.shoppers + holdout.shoppers;
    expect(both).toBe(asked.length);
    // Four standard errors of a half.
    expect(Math.abs(holdout.shoppers / both - 0.5)).toBeLessThan(2 / Math.sqrt(both));
    expect(holdout.acted).toBe(0);
    expect(treatment.acted).toBe(treatment.moments);
    expect(difference?.low).toBeLessThan(truth);
    expect(difference?.high).toBeGreaterThan(truth);
    if (effect) expect(difference?.low).toBeGreaterThan(0);
  });

  test('in 1,000 shops of 400 devices, 95 % of intervals hold the true effect', () => {
    const counted = devices.filter(({ rules }) => rules.length);
    // The truth of shops that are drawn from these devices.
    const among = effect ? (liftOf(devices).rules[0].difference?.value as number) : 0;
    const random = seededRandom(9);
    let held = 0;
    const shops = 1000;
    for (let i = 0; i < shops; i++) {
      const drawn = Array.from(
        { length: 400 },
        () => counted[Math.floor(random() * counted.length)],
      );
      const { low, high } = liftOf(drawn).rules[0].difference as { low: number; high: number };
      if (low <= among && among <= high) held++;
    }
    expect(held / shops).toBeGreaterThan(0.93);
    expect(held / shops).toBeLessThan(0.975);
  });
});
