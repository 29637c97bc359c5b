import type { ActionType, ShopEvent } from '../src/events/event.js';
import { ACTION_TYPES } from '../src/events/event.js';
import type { Item } from '../src/events/item.js';
import { seededRandom } from '../src/lib/random.js';
import { HABITS, type Habits } from '../src/simulate/habits.js';
import { type Shop, simulateShop } from '../src/simulate/shop.js';
import { simulateShoppers } from '../src/simulate/shoppers.js';

/** A simulated shop, the habits of its shoppers, and what its log records. */
export interface VariedShop {
  shop: Shop;
  habits: Habits;
  /** Actions the log records; others happen unrecorded. */
  reports: ReadonlySet<ActionType>;
  hasClock: boolean;
  hasPrices: boolean;
  /** How many levels of a category path the catalog has. */
  describe(category: string[]): string[];
}

/**
 * Draws a shop at random, so that a network can take nothing for granted: how soon people leave (2
 * to 60 % of decisions), how often they add to the cart, buy, view again and go back, which actions
 * are reported, and what is known about products.
 */
export function variedShop(seed: number): VariedShop {
  const random = seededRandom(Math.imul(seed + 7, 0x9e3779b1));
  const between = (low: number, high: number) => low + random() * (high - low);
  const times = (low: number, high: number) => low * (high / low) ** random();
  const whole = (low: number, high: number) => Math.floor(between(low, high + 1));
  const sometimes = (share: number, value: () => number) => (random() < share ? value() : 0);
  const content = random();
  const shop = simulateShop({
    seed: seed + 100,
    categories: whole(2, 9),
    leavesPerCategory: whole(1, 6),
    itemsPerLeaf: Math.round(times(6, 60)),
    brands: whole(4, 20),
    content: content < 0.2 ? 'none' : content < 0.45 ? 'category' : 'full',
    zipf: between(0.4, 1.2),
  });
  const [leave, cart, checkout] = [times(0.15, 3.5), times(0.05, 2), times(0.3, 3)];
  const moves = [times(0.4, 2), times(0.5, 3), times(0.3, 2), times(0.3, 3), times(0.3, 4)];
  const pace = times(0.3, 4);
  const visits = Object.fromEntries(
    Object.entries(HABITS.visits).map(([intent, visit]) => [
      intent,
      {
        ...visit,
        leave: Math.min(0.8, visit.leave * leave),
        cart: visit.cart * cart,
        checkout: visit.checkout * checkout,
        moves: visit.moves.map((weight, m) => weight * moves[m]),
      },
    ]),
  ) as unknown as Habits['visits'];
  const habits: Habits = {
    ...HABITS,
    visits,
    bounce: between(0, 0.3) + sometimes(0.3, () => between(0, 0.35)),
    pays: between(0.3, 0.9),
    leavesPaid: between(0.3, 0.95),
    search: between(0, 0.1),
    category: between(0, 0.15),
    wishlist: between(0, 0.05),
    remove: between(0, 0.12),
    taste: between(0.3, 2),
    loyalty: between(0.2, 1.2),
    interest: between(0.2, 1.5),
    seconds: Object.fromEntries(
      Object.entries(HABITS.seconds).map(([type, seconds]) => [type, seconds * pace]),
    ) as Habits['seconds'],
    hoursBetween: times(5, 100),
    again: between(0.05, 0.8),
    reload: sometimes(0.7, () => 0.6 * random() ** 2),
    back: sometimes(0.8, () => between(0, 0.3)),
    retrace: sometimes(0.8, () => between(0, 0.6)),
    buyNow: sometimes(0.6, () => times(0.002, 0.03)),
  };
  const depth = random();
  return {
    shop,
    habits,
    reports: reported(random),
    hasClock: random() < 0.9,
    hasPrices: random() < 0.7,
    describe: (path) => (depth < 0.35 ? path.slice(-1) : depth < 0.5 ? path.slice(0, 1) : path),
  };
}

/** A third of the logs have little beyond views, carts and purchases; a tenth only views. */
function reported(random: () => number): Set<ActionType> {
  const kind = random();
  const share: Partial<Record<ActionType, number>> =
    kind < 0.1
      ? { cart: 0 }
      : kind < 0.5
        ? { cart: 0.95 }
        : { cart: 1, remove: 0.7, wishlist: 0.7, checkout: 0.7, search: 0.7, category: 0.7 };
  const extra = kind >= 0.1 && kind < 0.5 ? 0.25 : 0;
  return new Set(
    ACTION_TYPES.filter((type) => {
      const draw = random();
      if (type === 'click' || type === 'purchase') return true;
      const rare = type === 'remove' || type === 'wishlist' || type === 'checkout' ? extra : 0;
      return draw < (share[type] ?? rare);
    }),
  );
}

/** The recorded histories of shoppers, until the log has about this many events. */
export function* reportedHistories(
  { shop, habits, reports }: VariedShop,
  seed: number,
  events: number,
): Generator<ShopEvent[]> {
  let count = 0;
  for (const history of simulateShoppers(shop, { seed, shoppers: events, habits })) {
    // No history is more than a quarter of the log.
    const kept = history.filter(({ type }) => reports.has(type)).slice(0, events / 4);
    if (!kept.length) continue;
    yield kept;
    count += kept.length;
    if (count >= events) return;
  }
}

/** An item as in the shop's catalog. */
export function described({ hasPrices, describe }: VariedShop, item: Item): Item {
  const { price, category, ...rest } = item;
  return {
    ...rest,
    ...(hasPrices && price !== undefined && { price }),
    ...(category && { category: describe(category) }),
  };
}
