import { ACTION_TYPES, type ShopEvent } from '../events/event.js';
import { badOption } from '../lib/bad-option.js';
import { seededRandom } from '../lib/random.js';
import { readRule } from '../moments/read-rule.js';
import type { Prediction } from '../prediction/prediction.js';
import { type Interval, type Share, wilson } from '../prediction/proportions.js';
import { boughtAfter } from './orders.js';
import { STAGES, stagesOf } from './stage.js';
import { BANDS, type VisitTable } from './visit-table.js';

/** What acting would give away: shares of an order's value, 0 … 1. */
export interface Offer {
  discount: number;
  /** What an order leaves before the discount. */
  margin: number;
}

/** What a rule would have done in the visits of a table, once a visit at most. */
export interface MomentOutcome {
  visits: number;
  fired: Share;
  /** Of those in which it fired, those that bought afterwards, without any offer; and of the others, all that bought. */
  boughtAnyway: Share;
  others: Share;
  /** Median number of events before it fired. */
  after: number;
  returning: Share;
  stages: { stage: string; visits: number }[];
  bands: { band: string; visits: number }[];
  /** In the currency of the log, over all visits; absent where it has no prices. */
  money?: {
    /** Mean value of an order. */
    order: number;
    /** Discount on what is bought anyway. */
    cost: Interval;
    /** Further orders that must come of it to pay, and as a share of those who would not have bought; absent where the discount eats the margin. */
    needed?: Interval;
    neededShare?: Interval;
  };
}

const DRAWS = 400;

/** @throws PredictorError BAD_OPTION for a rule that `when()` would refuse. */
export function replayMoment(table: VisitTable, rule: unknown, offer: Offer): MomentOutcome {
  const holds = readRule(rule);
  if (typeof holds === 'string') throw badOption('when', holds);
  const { starts } = table;
  const visits = starts.length - 1;
  const itemOf = new Map(table.items.map((item) => [item.id, item]));
  const fired: { row: number; visit: number; bought: boolean; value: number }[] = [];
  const stages = new Map<string, number>([...STAGES, 'bought'].map((stage) => [stage, 0]));
  const bands = new Map<string, number>(BANDS.map((band) => [band, 0]));
  const shoppers = new Map<number, Sums>();
  let othersBought = 0;

  for (let v = 0; v < visits; v++) {
    const sums = shoppers.get(table.shopper[v]) ?? { cost: 0, idle: 0, orders: 0, value: 0 };
    shoppers.set(table.shopper[v], sums);
    const all = boughtAfter(table, starts[v] - 1, starts[v + 1]);
    sums.orders += +all.bought;
    sums.value += all.value;
    const row = firstMoment(table, v, (prediction, events) =>
      holds({ prediction, events, item: (id) => itemOf.get(id) }),
    );
    if (row < 0) {
      othersBought += +all.bought;
      continue;
    }
    const later = boughtAfter(table, row, starts[v + 1]);
    sums.cost += offer.discount * later.value;
    sums.idle += +!later.bought;
    fired.push({ row, visit: v, ...later });
    const stage = stagesOf(table, starts[v], row + 1).at(-1) ?? 'bought';
    stages.set(stage, (stages.get(stage) ?? 0) + 1);
    const band = table.bands[table.band[row]];
    bands.set(band, (bands.get(band) ?? 0) + 1);
  }

  const n = fired.length;
  const places = fired.map(({ row, visit }) => row - starts[visit] + 1).sort((a, b) => a - b);
  return {
    visits,
    fired: wilson(n, visits),
    boughtAnyway: wilson(fired.filter(({ bought }) => bought).length, n),
    others: wilson(othersBought, visits - n),
    after: places[places.length >> 1] ?? 0,
    returning: wilson(fired.filter(({ visit }) => table.returning[visit]).length, n),
    stages: [...stages].map(([stage, count]) => ({ stage, visits: count })),
    bands: [...bands].map(([band, count]) => ({ band, visits: count })),
    money: moneyOf([...shoppers.values()], offer),
  };
}

/** The first event of a visit after which the rule holds, -1 for none. */
function firstMoment(
  table: VisitTable,
  visit: number,
  holds: (prediction: Prediction, events: readonly ShopEvent[]) => boolean,
): number {
  const { starts, actions } = table;
  const events: ShopEvent[] = [];
  for (let row = starts[visit]; row < starts[visit + 1]; row++) {
    const type = ACTION_TYPES[table.action[row]];
    const item = table.items[table.item[row]]?.id;
    events.push({ type, item, ts: row, session: '', source: 'import' });
    const at = row * actions.length;
    const prediction = {
      actions: Object.fromEntries(actions.map((name, a) => [name, table.chances[at + a]])),
      intent: {
        purchase: table.purchase[row],
        cart: table.cart[row],
        band: table.bands[table.band[row]],
      },
      // All that a rule reads of a prediction.
    } as Prediction;
    if (holds(prediction, events)) return row;
  }
  return -1;
}

/** Of one shopper: discounts given away, visits with the offer and no order, orders and their value. */
interface Sums {
  cost: number;
  idle: number;
  orders: number;
  value: number;
}

/** Intervals by drawing the shoppers anew: the visits of one depend on each other. */
function moneyOf(shoppers: readonly Sums[], { discount, margin }: Offer): MomentOutcome['money'] {
  const totals = figuresOf(shoppers, discount, margin);
  if (!(totals.order > 0)) return undefined;
  const random = seededRandom(1);
  const draws = Array.from({ length: DRAWS }, () =>
    figuresOf(
      shoppers.map(() => shoppers[Math.floor(random() * shoppers.length)]),
      discount,
      margin,
    ),
  );
  const interval = (of: (figures: Figures) => number): Interval => {
    const sorted = draws
      .map(of)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
    return { value: of(totals), low: at(0.025), high: at(0.975) };
  };
  return {
    order: totals.order,
    cost: interval(({ cost }) => cost),
    ...(margin > discount && {
      needed: interval(({ needed }) => needed),
      neededShare: interval(({ neededShare }) => neededShare),
    }),
  };
}

type Figures = ReturnType<typeof figuresOf>;

function figuresOf(shoppers: readonly Sums[], discount: number, margin: number) {
  const sum = (of: (sums: Sums) => number) => shoppers.reduce((all, one) => all + of(one), 0);
  const cost = sum((one) => one.cost);
  const order = sum((one) => one.value) / sum((one) => one.orders);
  // Each further order brings what its margin leaves after the discount.
  const needed = cost / ((margin - discount) * order);
  return { cost, order, needed, neededShare: needed / sum((one) => one.idle) };
}
