import { describe, expect, it } from 'vitest';
import { type KnownEvent, knownLog } from './known-log.js';
import { createKnownShop } from './known-shop.js';
import { createTruth } from './truth.js';

const EVENTS = 12_000;
const shop = createKnownShop(1500, 3);
const events = [...knownLog(shop, { seed: 3, events: EVENTS, judged: () => true })];
const follows = (next: KnownEvent | undefined, event: KnownEvent) =>
  next?.shopper === event.shopper && next.began === event.began ? next : undefined;
/** Every event whose shopper is known to the end, and what came after it in the visit. */
const cases = events
  .filter(({ shopper }) => shopper !== events.at(-1)?.shopper)
  .map((event, i) => ({ best: event.best!, next: follows(events[i + 1], event) }));
const followed = cases.filter(({ next }) => next);

/** What came is what was said, but for chance: within four standard deviations of the mean. */
function expectAsSaid(pairs: { said: number; came: number }[]) {
  const apart = pairs.map(({ said, came }) => came - said);
  const mean = apart.reduce((sum, x) => sum + x, 0) / apart.length;
  const spread = Math.sqrt(apart.reduce((sum, x) => sum + (x - mean) ** 2, 0)) / apart.length;
  expect(Math.abs(mean)).toBeLessThan(4 * spread);
}

describe('the best prediction', () => {
  it('says as often as it comes that the next product is among its 20, and at which rank', () => {
    const placeOf = ({ best, next }: (typeof cases)[number]) =>
      best.items.findIndex(([item]) => item === next?.item);
    for (const weight of [() => 1, (place: number) => 1 / (place + 1)]) {
      expectAsSaid(
        followed.map((one) => ({
          said: one.best.items.reduce((sum, [, chance], place) => sum + chance * weight(place), 0),
          came: placeOf(one) < 0 ? 0 : weight(placeOf(one)),
        })),
      );
    }
    expect(followed.every(({ best }) => best.items.length === 20)).toBe(true);
  });

  it('says as often as it comes which action is next, for those who seem to know what they want too', () => {
    for (const { best } of cases) expect(best.actions.reduce((a, b) => a + b)).toBeCloseTo(1);
    const likeliest = [...cases].sort((a, b) => b.best.actions[1] - a.best.actions[1]);
    for (const some of [cases, likeliest.slice(0, cases.length / 5)]) {
      for (const action of [0, 1, 2, 3]) {
        expectAsSaid(
          some.map(({ best, next }) => ({
            said: best.actions[action],
            came: +((next?.action ?? 3) === action),
          })),
        );
      }
    }
  });

  it('leaves out no product that is likelier than its last', () => {
    // The open product, the one before it, and the most popular: where one is left out, it comes more rarely.
    const popular = shop.waves[0].items[0];
    for (const back of [0, 1, -1]) {
      const leftOut = cases.flatMap(({ best, next }, i) => {
        const item = back < 0 ? popular : events[i - back]?.item;
        const isOut = next && best.items.every(([other]) => other !== item);
        return isOut ? [{ last: best.items[19][1], came: next.item === item }] : [];
      });
      const last = leftOut.reduce((sum, one) => sum + one.last, 0);
      const came = leftOut.filter((one) => one.came).length;
      expect(came).toBeLessThanOrEqual(last + 4 * Math.sqrt(last));
    }
  });
});

describe('a known log', () => {
  it('is the same by its seed, however long it is', () => {
    const shorter = [...knownLog(shop, { seed: 3, events: 500, judged: () => false })];
    const plain = ({ best, ...event }: KnownEvent) => event;
    expect(shorter.map(plain)).toEqual(events.slice(0, 500).map(plain));
    const other = [...knownLog(shop, { seed: 4, events: 500, judged: () => false })];
    expect(other.map(plain)).not.toEqual(shorter.map(plain));
  });

  it('drifts: products are launched, never shown before, and popular when they are new', () => {
    const late = events.filter(({ item }) => shop.wave[item] === 5);
    const first = Math.min(...late.map(({ began }) => began));
    expect(first).toBeGreaterThanOrEqual(Date.UTC(2026, 0, 5) + 35 * 86_400_000);
    const within = (from: number, to: number) =>
      late.filter(({ ts }) => ts >= first + from * 86_400_000 && ts < first + to * 86_400_000);
    expect(within(0, 7).length).toBeGreaterThan(within(14, 21).length);
  });

  it('adds up what is best on the latest tenth of the visits', () => {
    const truth = createTruth();
    for (const event of events) truth.read(event);
    const visits = new Set(events.map(({ shopper, began }) => `${shopper} ${began}`)).size;
    const test = truth.test();
    const later = events.filter(({ began }) => began >= test.from);
    const share = new Set(later.map(({ shopper, began }) => `${shopper} ${began}`)).size / visits;
    expect(share).toBeGreaterThanOrEqual(0.1);
    expect(share).toBeLessThan(0.102);
    expect(test.predictions).toBe(later.length);
    expect(test.mrr20).toBeLessThan(test.recall20);
    // All of the log is as hard as its end, to a few hundredths.
    const sum = followed.reduce(
      (total, { best }) => total + best.items.reduce((s, [, c]) => s + c, 0),
      0,
    );
    expect(Math.abs(test.recall20 - sum / followed.length)).toBeLessThan(0.03);
  });
});
