import type { Intent } from './habits.js';
import type { Shopper } from './shopper.js';

/** The most decisions in a visit, even if no draw ends it. */
const MOST_STEPS = 200;
/** Fit raises the chances of cart and purchase by this factor, at most. */
const MOST_FIT = 2.2;

/** The state of a visit. */
interface Visit {
  session: string;
  intent: Intent;
  /** The leaf category that the shopper is interested in. */
  focus: number;
  /** The product that is open, -1 for none. */
  current: number;
  /** The product put into the cart last, -1 for none. */
  carted: number;
  /** After a search or a category page: the next product comes from the focus. */
  narrowed: boolean;
  /** Products looked at, each once; `path` has all looks in order, without immediate repeats. */
  seen: number[];
  path: number[];
}

/** One visit, from its first event to its last. */
export function simulateVisit(
  shopper: Shopper,
  session: string,
  intent: Intent,
  focus: number,
): void {
  const visit: Visit = {
    session,
    intent,
    focus,
    current: -1,
    carted: -1,
    narrowed: false,
    seen: [],
    path: [],
  };
  enter(shopper, visit);
  if (shopper.dice.chance(shopper.habits.bounce)) return;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (decide(shopper, visit, step) === 'leave') return;
  }
}

/** The first event: something seen before, a search, or a product of the focus. */
function enter(shopper: Shopper, visit: Visit): void {
  const { shop, dice, cart, looks, bought, suits } = shopper;
  const again = visit.intent === 'returning';
  const before = [...cart, ...[...looks.keys()].filter((i) => again || !bought.has(i))];
  if (before.length && dice.chance(0.45)) {
    const item = dice.pick(before, (i) => (cart.includes(i) ? 3 : 1) * suits(i));
    look(shopper, visit, item);
  } else if (dice.chance(0.2)) search(shopper, visit);
  else look(shopper, visit, shopper.choose(shop.leaves[visit.focus], -1, again));
}

/** One decision, in the order that `simulateShoppers` describes. */
function decide(shopper: Shopper, visit: Visit, step: number): 'leave' | undefined {
  const { habits, dice, recorder, cart, eagerness, looks, bought } = shopper;
  const { chance, random } = dice;
  const { current, narrowed } = visit;
  const way = habits.visits[visit.intent];
  const isOpen = current >= 0;
  const suiting = () => Math.min(MOST_FIT, shopper.suits(current));
  const interest = () => 1 + habits.interest * ((looks.get(current) as number) - 1);

  if (cart.length && chance(way.checkout * eagerness)) return checkOut(shopper, visit);
  if (cart.length && chance(habits.remove / 2)) {
    const [gone] = cart.splice(Math.floor(random() * cart.length), 1);
    recorder.record('remove', gone);
  } else if (
    isOpen &&
    !cart.includes(current) &&
    chance(way.cart * eagerness * suiting() * interest())
  ) {
    recorder.record('cart', current);
    cart.push(current);
    visit.carted = current;
  } else if (isOpen && chance(habits.buyNow * eagerness * suiting())) {
    recorder.record('purchase', current, { order: `${visit.session}-o${step}` });
    bought.add(current);
    if (cart.includes(current)) cart.splice(cart.indexOf(current), 1);
    if (chance(habits.leavesPaid)) return 'leave';
  } else if (isOpen && !narrowed && chance(habits.wishlist)) recorder.record('wishlist', current);
  else if (chance(way.leave)) return 'leave';
  else if (chance(habits.search) && !narrowed) search(shopper, visit);
  else if (chance(habits.category) && !narrowed) openCategory(shopper, visit);
  else look(shopper, visit, nextItem(shopper, visit));
  return undefined;
}

function checkOut(
  { habits, dice, recorder, cart, bought }: Shopper,
  { session }: Visit,
): 'leave' | undefined {
  recorder.record('checkout');
  if (!dice.chance(habits.pays)) return dice.chance(0.5) ? 'leave' : undefined;
  const items = cart.splice(0);
  recorder.recordOrder(items, `${session}-o`);
  for (const item of items) bought.add(item);
  return dice.chance(habits.leavesPaid) ? 'leave' : undefined;
}

function search({ shop, recorder }: Shopper, visit: Visit): void {
  recorder.record('search', -1, { query: shop.leafPaths[visit.focus].at(-1)?.toLowerCase() });
  visit.narrowed = true;
}

function openCategory(shopper: Shopper, visit: Visit): void {
  const { shop, dice, recorder, liked, allLeaves } = shopper;
  if (dice.chance(0.5)) visit.focus = shopper.pickLeaf(dice.chance(0.7) ? liked : allLeaves);
  recorder.record('category', -1, { category: shop.leafPaths[visit.focus] });
  visit.narrowed = true;
}

/** Opens a product; -1 opens none. */
function look({ recorder, looks }: Shopper, visit: Visit, item: number): void {
  if (item < 0) return;
  recorder.record('click', item);
  looks.set(item, (looks.get(item) ?? 0) + 1);
  visit.current = item;
  if (visit.path.at(-1) !== item) visit.path.push(item);
  if (!visit.seen.includes(item)) visit.seen.push(item);
  visit.narrowed = false;
}

/** The next product: a repeat by `reload`, `back` or `retrace`, or one of the intent's moves. */
function nextItem(shopper: Shopper, visit: Visit): number {
  const { shop, habits, dice, allLeaves } = shopper;
  const { current, path, narrowed, carted, seen } = visit;
  if (current >= 0 && !narrowed) {
    if (dice.chance(habits.reload)) return current;
    if (path.length > 1 && dice.chance(habits.back)) return path[path.length - 2];
    const before = path.lastIndexOf(current, path.length - 2);
    if (before >= 0 && path.length > 1 && dice.chance(habits.retrace)) return path[before + 1];
  }
  const again = visit.intent === 'returning';
  const choose = (from: readonly number[]) => shopper.choose(from, current, again);
  const [leaf, goesWith, top, seenBefore, anywhere] = habits.visits[visit.intent].moves;
  const weights = narrowed
    ? [1, 0, 0, 0, 0]
    : [
        leaf,
        carted === current ? goesWith * 3 : goesWith,
        top,
        seen.length > 1 ? seenBefore : 0,
        anywhere,
      ];
  const near = current < 0 ? visit.focus : shop.leafOf[current];
  const move = dice.pick([0, 1, 2, 3, 4], (m) => weights[m]);
  if (move === 1 && current >= 0) return choose(shop.goesWith[current]);
  if (move === 2) {
    const leaves = allLeaves.filter((l) => shop.topOf[l] === shop.topOf[near]);
    return choose(leaves.flatMap((l) => shop.leaves[l]));
  }
  if (move === 3) return choose(seen);
  if (move === 4) visit.focus = shopper.pickLeaf(allLeaves);
  return choose(shop.leaves[move === 4 || narrowed ? visit.focus : near]);
}
