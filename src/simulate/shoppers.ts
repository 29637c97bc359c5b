import type { ActionType, ShopEvent } from '../events/event.js';
import { gaussian, seededRandom } from '../lib/random.js';
import type { Habits, Intent } from './habits.js';
import { HABITS } from './habits.js';
import type { Shop } from './shop.js';

export type { Shop } from './shop.js';
export { shopFrom, simulateShop } from './shop.js';

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
const INTENTS: readonly Intent[] = ['browsing', 'goal', 'comparing', 'returning'];

/**
 * Simulated shoppers of a shop, one history each, oldest event first, every shopper independent.
 *
 * A shopper has a **taste** (two or three leaf categories), a **price level** (normal, spread 0.5 in
 * log price against the leaf), perhaps a **brand** (half of them) and an **eagerness** (log-normal,
 * spread 0.9, mean 1) that scales cart and checkout. They come 1 + Geometric(1 - `again`) times. Each visit
 * has a hidden **intent**, drawn by `share` (`returning` only for those who carted or bought before),
 * and a **focus**: a leaf category, from taste.
 *
 * At each decision, in this order: check out if the cart holds something (`checkout`), remove
 * (`remove`), put what is open into the cart (`cart` × eagerness × fit × (1 + `interest` × earlier
 * looks)), put it on the wish list, leave, search, open a category, or else open a product. The next
 * product comes by one of the `moves` of the intent, and within the move by popularity^0.75 × fit.
 * Fit is exp(taste · [leaf is liked] + loyalty · [brand is theirs] - budget · |price level apart|).
 * After a cart the complements of the product are three times as likely a move; after a search or a
 * category page a product of that leaf follows. A visit that is not the first opens, 45 times in a
 * hundred, on something seen before, the cart first. A cart outlives its visit. A bought product is
 * left alone except by `returning` shoppers, who buy it again. In shops that have these habits a look
 * is followed by another at the same product (`reload`), by going back (`back`) or by what came next
 * last time (`retrace`), and what is open may be bought without a cart (`buyNow`).
 *
 * Over the default shop this gives, for 3,000 shoppers: 3.1 visits each, a median of 5 events a
 * visit (mean 7), cart 9 % of events, and an order in 5 % of visits (`simulator.test.ts` holds it).
 */
export function* simulateShoppers(shop: Shop, options: ShopperOptions): Generator<ShopEvent[]> {
  const habits = { ...HABITS, ...options.habits };
  for (let i = 0; i < options.shoppers; i++) {
    // A seed each: one shopper more does not change the others.
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
  const events: ShopEvent[] = [];
  const looks = new Map<number, number>();
  const bought = new Set<number>();
  const cart: number[] = [];
  let ts = Math.round(who.startTs);
  let session = '';
  let fresh = true;

  // What a shop never does draws no number: one habit more does not change the others.
  const chance = (probability: number) => probability > 0 && random() < probability;
  const pick = <T>(from: readonly T[], weight: (entry: T) => number): T => {
    let left = random() * from.reduce((sum, entry) => sum + weight(entry), 0);
    for (const entry of from) {
      left -= weight(entry);
      if (left <= 0) return entry;
    }
    return from[0];
  };
  const leafAppeal = (leaf: number) =>
    shop.leaves[leaf].reduce((sum, i) => sum + shop.appeal[i], 0);
  const allLeaves = shop.leaves.map((_, leaf) => leaf);
  const liked = Array.from({ length: chance(0.5) ? 2 : 3 }, () => pick(allLeaves, leafAppeal));
  const budget = 0.5 * gaussian(random);
  const eager = Math.exp(0.9 * gaussian(random) - 0.405);
  const brand = chance(0.5) ? shop.items[shop.leaves[liked[0]][0]].brand : undefined;

  const suits = (i: number) =>
    Math.exp(
      (liked.includes(shop.leafOf[i]) ? habits.taste : 0) +
        (brand && shop.items[i].brand === brand ? habits.loyalty : 0) -
        habits.budget * Math.abs(shop.level[i] - budget),
    );
  const choose = (from: readonly number[], current: number, again: boolean) => {
    const open = from.filter((i) => i !== current && (again || !bought.has(i)));
    return open.length ? pick(open, (i) => shop.appeal[i] ** 0.75 * suits(i)) : -1;
  };
  const record = (type: ActionType, item = -1, more: Partial<ShopEvent> = {}) => {
    if (!fresh) ts += logNormalMs(random, habits.seconds[type] * 1000, 0.9, 25 * 60_000);
    fresh = false;
    const event: ShopEvent = { type, ts, session, source: 'import', ...more };
    if (item >= 0) event.item = shop.items[item].id;
    if (item >= 0 && shop.items[item].price) event.price = shop.items[item].price;
    if (type === 'cart' || type === 'purchase') event.quantity = 1;
    events.push(event);
    if (type === 'click') looks.set(item, (looks.get(item) ?? 0) + 1);
  };

  const visit = (intent: Intent, leafWanted: number) => {
    const way = habits.visits[intent];
    const again = intent === 'returning';
    let focus = leafWanted;
    let current = -1;
    let carted = -1;
    let narrowed = false;
    const seenHere: number[] = [];
    /** Products looked at, in order. */
    const path: number[] = [];

    const nextItem = (): number => {
      if (current >= 0 && !narrowed) {
        if (chance(habits.reload)) return current;
        if (path.length > 1 && chance(habits.back)) return path[path.length - 2];
        const before = path.lastIndexOf(current, path.length - 2);
        if (before >= 0 && path.length > 1 && chance(habits.retrace)) return path[before + 1];
      }
      const [leaf, goes, top, seen, anywhere] = way.moves;
      const near = current < 0 ? focus : shop.leafOf[current];
      const move = pick([0, 1, 2, 3, 4], (m) =>
        narrowed
          ? +(m === 0)
          : [
              leaf,
              carted === current ? goes * 3 : goes,
              top,
              seenHere.length > 1 ? seen : 0,
              anywhere,
            ][m],
      );
      if (move === 1 && current >= 0) return choose(shop.goesWith[current], current, again);
      if (move === 2) {
        const leaves = allLeaves.filter((l) => shop.topOf[l] === shop.topOf[near]);
        return choose(
          leaves.flatMap((l) => shop.leaves[l]),
          current,
          again,
        );
      }
      if (move === 3) return choose(seenHere, current, again);
      if (move === 4) focus = pick(allLeaves, leafAppeal);
      return choose(shop.leaves[move === 4 || narrowed ? focus : near], current, again);
    };
    const click = (item: number) => {
      if (item < 0) return;
      record('click', item);
      current = item;
      if (path.at(-1) !== item) path.push(item);
      if (!seenHere.includes(item)) seenHere.push(item);
      narrowed = false;
    };

    const known = [...cart, ...[...looks.keys()].filter((i) => again || !bought.has(i))];
    if (known.length && chance(0.45))
      click(pick(known, (i) => (cart.includes(i) ? 3 : 1) * suits(i)));
    else if (chance(0.2)) {
      record('search', -1, { query: shop.leafPaths[focus].at(-1)?.toLowerCase() });
      narrowed = true;
    } else click(choose(shop.leaves[focus], -1, again));
    if (chance(habits.bounce)) return;

    // 200: a shopper gets tired even when every draw says go on.
    for (let step = 0; step < 200; step++) {
      if (cart.length && chance(way.checkout * eager)) {
        record('checkout');
        if (chance(habits.pays)) {
          const order = `${session}-o`;
          for (const item of cart.splice(0)) {
            record('purchase', item, { order });
            bought.add(item);
            fresh = true; // one order, one moment
          }
          fresh = false;
          if (chance(habits.leavesPaid)) return;
        } else if (chance(0.5)) return;
      } else if (cart.length && chance(habits.remove / 2)) {
        const [gone] = cart.splice(Math.floor(random() * cart.length), 1);
        record('remove', gone);
      } else if (
        current >= 0 &&
        !cart.includes(current) &&
        chance(
          way.cart *
            eager *
            Math.min(2.2, suits(current)) *
            (1 + habits.interest * (looks.get(current)! - 1)),
        )
      ) {
        record('cart', current);
        cart.push(current);
        carted = current;
      } else if (current >= 0 && chance(habits.buyNow * eager * Math.min(2.2, suits(current)))) {
        record('purchase', current, { order: `${session}-o${step}` });
        bought.add(current);
        if (cart.includes(current)) cart.splice(cart.indexOf(current), 1);
        if (chance(habits.leavesPaid)) return;
      } else if (current >= 0 && !narrowed && chance(habits.wishlist)) record('wishlist', current);
      else if (chance(way.leave)) return;
      else if (chance(habits.search) && !narrowed) {
        record('search', -1, { query: shop.leafPaths[focus].at(-1)?.toLowerCase() });
        narrowed = true;
      } else if (chance(habits.category) && !narrowed) {
        if (chance(0.5)) focus = pick(chance(0.7) ? liked : allLeaves, leafAppeal);
        record('category', -1, { category: shop.leafPaths[focus] });
        narrowed = true;
      } else click(nextItem());
    }
  };

  for (let number = 1; ; number++) {
    session = `${who.name}-${number}`;
    fresh = true;
    const known = cart.length > 0 || bought.size > 0;
    const intent = pick(INTENTS, (i) =>
      i === 'returning' ? (known ? habits.visits.returning.share * 4 : 0) : habits.visits[i].share,
    );
    visit(intent, pick(chance(0.8) ? liked : allLeaves, leafAppeal));
    if (number >= 30 || !chance(habits.again)) return events;
    ts += 40 * 60_000 + logNormalMs(random, habits.hoursBetween * 3_600_000, 1.3, 45 * DAY_MS);
  }
}

function logNormalMs(
  random: () => number,
  medianMs: number,
  spread: number,
  maxMs: number,
): number {
  return Math.round(Math.min(maxMs, medianMs * Math.exp(spread * gaussian(random))));
}
