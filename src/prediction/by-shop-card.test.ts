import { describe, expect, test } from 'vitest';
import type { Token } from '../encoding/token.js';
import type { Output } from '../engine/engine.js';
import { sigmoid, softmax } from '../engine/softmax.js';
import { ACTION_TYPES, type NextAction } from '../events/event.js';
import { type Calibration, NEUTRAL_CALIBRATION } from '../model/model.js';
import { byCounts, byFit, byShares } from './by-shop-card.js';
import { bandOf, calibrateIntent, NEXT_ACTIONS } from './calibrate.js';
import type { ShopCard } from './shop-card.js';

const FIRST = { conversion: 0.02, cart: 0.08, bounce: 0.2 };
const logOdds = (chance: number) => Math.log(chance / (1 - chance));
const calibration: Calibration = {
  ...NEUTRAL_CALIBRATION,
  actions: { temperature: 2, bias: NEXT_ACTIONS.map((_, a) => a / 10) },
  purchase: { scale: 1, offset: logOdds(0.02) },
  cart: { scale: 1, offset: logOdds(0.08) },
  bands: { likely: 0.06, unlikely: 0.01 },
};
const output: Output = {
  actions: Float32Array.from(NEXT_ACTIONS, (_, a) => a - 4),
  intent: Float32Array.of(0, 0),
  items: async (action, temperature) => Float32Array.of(action, temperature ?? 0),
};
const historyOf = (...actions: (NextAction | 'nothing')[]) =>
  actions.map((name) => ({ action: ACTION_TYPES.indexOf(name as never) }) as Token);

describe('the shares of a shop', () => {
  const moved = (card: ShopCard) => byShares(card, calibration, FIRST).calibration;
  const chances = (card: ShopCard) => calibrateIntent([0, 0], moved(card));

  test('move the chances three quarters of the way, in log-odds', () => {
    const { purchase, cart } = chances({ conversion: 0.1, cart: 0.3 });
    const way = (from: number, to: number) =>
      sigmoid(logOdds(from) + 0.75 * (logOdds(to) - logOdds(from)));
    expect(purchase).toBeCloseTo(way(0.02, 0.1), 6);
    expect(cart).toBeCloseTo(way(0.08, 0.3), 6);
    expect(chances({ conversion: 0.005 }).purchase).toBeCloseTo(way(0.02, 0.005), 6);
  });

  test('move only what they speak of; the model’s own guess moves nothing', () => {
    const one = moved({ conversion: 0.1 });
    expect([one.cart, one.actions]).toEqual([calibration.cart, calibration.actions]);
    const same = moved({ ...FIRST });
    expect(same.purchase.offset).toBeCloseTo(calibration.purchase.offset, 9);
    expect(same.bands.likely).toBeCloseTo(0.06, 9);
    expect([one.calibrated, same.calibrated]).toEqual([true, true]);
    expect([one.purchase.scale, one.items]).toEqual([1, calibration.items]);
  });

  test('of leaving move leaving alone', () => {
    const { temperature, bias } = moved({ conversion: 0.02, bounce: 0.5 }).actions;
    expect(temperature).toBe(2);
    expect(bias.slice(0, -1)).toEqual(calibration.actions.bias.slice(0, -1));
    expect(bias[8] - 0.8).toBeCloseTo(0.75 * logOdds(0.5) - 0.75 * logOdds(0.2), 9);
  });

  test('move the limits of the bands along: a rank stays a rank', () => {
    for (const conversion of [0.001, 0.02, 0.3]) {
      const shop = moved({ conversion });
      for (const logit of [-3, -1, -0.5, 0.5, 1, 2])
        expect(bandOf(calibrateIntent([logit, 0], shop).purchase, shop.bands)).toBe(
          bandOf(calibrateIntent([logit, 0], calibration).purchase, calibration.bands),
        );
    }
  });

  test.each([
    [25, 0.06],
    [75, 0.08],
    [Number.POSITIVE_INFINITY, 0.1],
    [undefined, 0.1],
  ])('counted over %s visits are worth a share of %f', (visits, worth) => {
    expect(chances({ conversion: 0.1, visits }).purchase).toBeCloseTo(
      chances({ conversion: worth }).purchase,
      9,
    );
  });

  test('of 0 or nearly 1 say no more than three in log-odds', () => {
    const { offset } = calibration.purchase;
    expect(moved({ conversion: 0 }).purchase.offset).toBeCloseTo(offset - 0.75 * 3, 9);
    expect(moved({ conversion: 0.999 }).purchase.offset).toBeCloseTo(offset + 0.75 * 3, 9);
    // Below one in two thousand they are one: even from a guess of 0.
    const none = byShares({ conversion: 0 }, calibration, { ...FIRST, conversion: 0 });
    expect(none.calibration.purchase.offset).toBe(offset);
  });

  test('change no answer of the model', () => {
    expect(byShares({ conversion: 0.1 }, calibration, FIRST).change(output, [])).toBe(output);
  });
});

test('a fitted card gives its calibration, and adds its row of the last action', async () => {
  const zeros = NEXT_ACTIONS.map(() => 0);
  const fitted = {
    model: 'base',
    actions: { temperature: 3, bias: zeros },
    after: ACTION_TYPES.map((_, last) => zeros.map((_, next) => 10 * last + next)),
    purchase: { scale: 2, offset: 1 },
    cart: { scale: 3, offset: 4 },
    bands: { likely: 0.3, unlikely: 0.2 },
  };
  const card = byFit(fitted, calibration);
  const { model: _, after: rows, ...rest } = fitted;
  expect(card.calibration).toEqual({ ...calibration, ...rest, calibrated: true });
  const changed = card.change(output, historyOf('click', 'cart'));
  const { temperature } = fitted.actions;
  expect(softmax(changed.actions, temperature)).toEqual(
    softmax(output.actions, temperature, rows[1]).map((chance) => expect.closeTo(chance, 5)),
  );
  expect(changed.intent).toBe(output.intent);
  expect([...(await changed.items(5, 7))]).toEqual([5, 7]);
  expect(card.change(output, [])).toBe(output);
});

describe('what came next in the shop', () => {
  const card: ShopCard = {
    conversion: 0.1,
    bounce: 0.9,
    next: { click: { click: 60, leave: 40 }, cart: { checkout: 10 } },
  };
  const chancesAfter = (...actions: Parameters<typeof historyOf>) => {
    const { actions: logits } = byCounts(card, calibration, FIRST).change(
      output,
      historyOf(...actions),
    );
    return Object.fromEntries(softmax(logits).map((chance, a) => [NEXT_ACTIONS[a], chance]));
  };
  /** Half a time each, and then as often as in the shop. */
  const all = { click: 60.5, leave: 40.5, checkout: 10.5, cart: 0.5 };
  const total = 110 + 9 / 2;

  test('is counted after the last action, with four events of all actions', () => {
    const { click, leave, checkout, cart } = chancesAfter('cart', 'click');
    expect(click).toBeCloseTo((60 + (4 * all.click) / total) / 104, 5);
    expect(leave).toBeCloseTo((40 + (4 * all.leave) / total) / 104, 5);
    expect(checkout).toBeCloseTo((4 * all.checkout) / total / 104, 5);
    expect(cart).toBeCloseTo((4 * all.cart) / total / 104, 5);
    expect(chancesAfter('click', 'cart').checkout).toBeGreaterThan(0.7);
  });

  test('is that of all actions after one it never saw, and at the start', () => {
    for (const history of [['wishlist'], ['nothing'], []] as const)
      expect(chancesAfter(...history).click).toBeCloseTo(all.click / total, 5);
  });

  test('takes the place of the share of short visits, not of the others', () => {
    const { calibration: moved } = byCounts(card, calibration, FIRST);
    expect(moved.actions).toEqual(calibration.actions);
    expect(moved.purchase).toEqual(byShares(card, calibration, FIRST).calibration.purchase);
  });

  test('is not known of a card without it: its shares move the chances', () => {
    const shares = { conversion: 0.1, bounce: 0.9 };
    const { calibration: moved, change } = byCounts(shares, calibration, FIRST);
    expect(moved).toEqual(byShares(shares, calibration, FIRST).calibration);
    expect(change(output, historyOf('click'))).toBe(output);
  });
});
