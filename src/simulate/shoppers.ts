import type { ShopEvent } from '../events/event.js';
import { seededRandom } from '../lib/random.js';
import { createDice } from './dice.js';
import type { Habits, Intent } from './habits.js';
import { HABITS } from './habits.js';
import { createRecorder } from './recorder.js';
import type { Shop } from './shop.js';
import { createShopper } from './shopper.js';
import { simulateVisit } from './visit.js';

export interface ShopperOptions {
  seed: number;
  shoppers: number;
  habits?: Partial<Habits>;
  /** When the first shoppers arrive, ms; they keep arriving for `days`. */
  startTs?: number;
  days?: number;
}

const START_TS = Date.UTC(2026, 0, 5, 8);
const DAY_MS = 86_400_000;
const MOST_VISITS = 30;
/** Between visits. */
const LEAST_BREAK_MS = 40 * 60_000;
/** The share of `returning` visits is multiplied by this for those who carted or bought before. */
const RETURNING = 4;
const INTENTS: readonly Intent[] = ['browsing', 'goal', 'comparing', 'returning'];

/**
 * Simulates the shoppers of a shop, each independent of the others: yields one history of events
 * per shopper, oldest event first. Read next: habits.ts (every constant), shopper.ts, visit.ts;
 * log.ts writes the histories as a CSV log.
 *
 * A shopper has a **taste** (two or three leaf categories), a **price level** (normal, spread 0.5
 * in log price relative to the leaf), in half of the cases a **brand**, and an **eagerness**
 * (log-normal, spread 0.9, mean 1) that scales cart and checkout. The number of visits is
 * 1 + Geometric(1 - `again`). Each visit has a hidden **intent**, drawn by `share` (`returning`
 * only for those who carted or bought before), and a **focus**: a leaf category, mostly from their
 * taste.
 *
 * Each decision tries, in this order: check out if the cart holds something (`checkout`), remove
 * (`remove`), put the open product into the cart (`cart` × eagerness × fit × (1 + `interest` ×
 * earlier looks)), buy it without a cart (`buyNow`, 0 by default), put it on the wish list, leave,
 * search, open a category, or else open a product. That product comes from one of the `moves` of
 * the intent, and within the move by popularity^0.75 × fit.
 * Fit is exp(taste · [leaf is liked] + loyalty · [brand is theirs] - budget · |price level apart|).
 *
 * After a cart, the move to complements weighs three times as much. After a search or a category
 * page, a product of that leaf follows. Later visits open on something seen before in 45% of cases,
 * preferably from the cart. The cart is kept between visits. Only `returning` shoppers choose what
 * they bought before. A look may be followed by another at the same product (`reload`), by going
 * back (`back`), or by what came next last time (`retrace`): all 0 by default.
 *
 * In the default shop, 3,000 shoppers make 3.1 visits each with a median of 5 events (mean 7); 9%
 * of events are carts and 5% of visits have an order (`shoppers.test.ts` checks it).
 */
export function* simulateShoppers(shop: Shop, options: ShopperOptions): Generator<ShopEvent[]> {
  const habits = { ...HABITS, ...options.habits };
  for (let i = 0; i < options.shoppers; i++) {
    // One seed per shopper, so that adding a shopper does not change the others.
    const random = seededRandom(
      Math.imul(options.seed + 1, 0x9e3779b1) ^ Math.imul(i + 1, 0x85ebca6b),
    );
    const startTs = (options.startTs ?? START_TS) + random() * (options.days ?? 60) * DAY_MS;
    yield simulateShopper(shop, habits, random, { name: `u${i + 1}`, startTs });
  }
}

function simulateShopper(
  shop: Shop,
  habits: Habits,
  random: () => number,
  who: { name: string; startTs: number },
): ShopEvent[] {
  const dice = createDice(random);
  const recorder = createRecorder(shop, habits, dice, who.startTs);
  const shopper = createShopper(shop, habits, dice, recorder);
  const { liked, allLeaves, cart, bought } = shopper;
  for (let number = 1; ; number++) {
    const session = `${who.name}-${number}`;
    recorder.startVisit(session);
    const mayReturn = cart.length > 0 || bought.size > 0;
    const intent = dice.pick(INTENTS, (i) =>
      i === 'returning'
        ? mayReturn
          ? habits.visits.returning.share * RETURNING
          : 0
        : habits.visits[i].share,
    );
    simulateVisit(shopper, session, intent, shopper.pickLeaf(dice.chance(0.8) ? liked : allLeaves));
    if (number >= MOST_VISITS || !dice.chance(habits.again)) return recorder.events;
    recorder.wait(
      LEAST_BREAK_MS + dice.durationMs(habits.hoursBetween * 3_600_000, 1.3, 45 * DAY_MS),
    );
  }
}
