import { contentFeatures } from '../../encoding/content.js';
import { createItemFacts } from '../../encoding/item-facts.js';
import type { Token } from '../../encoding/token.js';
import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { createItemTable } from '../../engine/item-table.js';
import { sigmoid } from '../../engine/softmax.js';
import { ACTION_TYPES, type NextAction } from '../../events/event.js';
import type { Model, VisitShares } from '../../model/model.js';
import { NEXT_ACTIONS } from '../../prediction/calibrate.js';
import type { FittedCard, ShopCard } from '../../prediction/shop-card.js';
import { createExamples, type Examples, tokenAt } from '../data/examples.js';
import type { SplitLog } from '../data/split-log.js';
import { drawnBack } from './drawn-back.js';
import { fitNextAction } from './fit-next-action.js';
import { fitVisitChance } from './fit-visit-chance.js';
import { toFourDecimals } from './rounding.js';

/** Positions of the log that the model reads, about. */
const POSITIONS = 6000;
/** With fewer positions, or visits, only shares are counted. */
const LEAST_POSITIONS = 50;
const LEAST_VISITS = 20;
/** A share is moved towards what shops have, as if so many more visits said so. */
const USUAL: VisitShares & { visits: number } = {
  conversion: 0.02,
  cart: 0.05,
  bounce: 0.45,
  visits: 25,
};
/**
 * How much the base model says of a purchase of what its network says (scripts/base-prior.ts): between
 * simulated shops the network tells well who buys, in a real shop that it has never seen it is too sure.
 */
export const SURENESS = 0.3;
/** How much of the network's log-odds is expected to hold in a shop, and how firmly. */
const SLOPE = 0.5;
const SLOPE_HELD = 20;
const START_HELD = 0.3;

/**
 * A shop card from the training part of a log: shares of visits, what comes after what, and the chances of a
 * model of many shops as they came true there. A day is enough, a week is better.
 */
export async function makeShopCard(log: SplitLog, model: Model): Promise<ShopCard> {
  const { data } = log;
  const facts = createItemFacts(model);
  data.items.forEach((item, row) => void facts.learn(row, item));
  const examples = createExamples(data, facts.of);
  const part = log.events('train');
  const visits = part.filter((e) => data.sessionStart[e]);
  const share = (of: (e: number) => boolean) => visits.filter(of).length / visits.length;
  const does = (action: 1 | 2) => (e: number) =>
    data.action[e] === action || ((examples.later[e] >> (2 - action)) & 1) === 1;
  const card: ShopCard = {
    conversion: toFourDecimals(share(does(ACTION_TYPES.indexOf('purchase') as 2))),
    cart: toFourDecimals(share(does(ACTION_TYPES.indexOf('cart') as 1))),
    bounce: toFourDecimals(share((e) => examples.nextAction[e] === ACTION_TYPES.length)),
    visits: visits.length,
    next: countNext(data.action, examples, part),
  };
  if (part.length < LEAST_POSITIONS || visits.length < LEAST_VISITS) return card;
  return { ...card, fitted: await fitted(log, examples, model, card) };
}

function countNext(action: Uint8Array, examples: Examples, part: readonly number[]) {
  const next: NonNullable<ShopCard['next']> = {};
  for (const e of part) {
    const last = ACTION_TYPES[action[e]];
    next[last] ??= {};
    const row = next[last] as { [Next in NextAction]?: number };
    const came = NEXT_ACTIONS[examples.nextAction[e]];
    row[came] = (row[came] ?? 0) + 1;
  }
  return next;
}

async function fitted(
  log: SplitLog,
  examples: Examples,
  model: Model,
  card: ShopCard,
): Promise<FittedCard> {
  const { first = USUAL } = model.calibration;
  const heard = await listen(log, examples, model);
  const actions = fitNextAction(heard.actions, heard.last, heard.next);
  const line = (head: 0 | 1, name: 'purchase' | 'cart', shareName: 'conversion' | 'cart') => {
    const { scale, offset } = model.calibration[name];
    const start = logOdds(first[shareName]);
    const sure = name === 'purchase' ? SURENESS : 1;
    const n = card.visits ?? 0;
    const known =
      (n * (card[shareName] ?? 0) + USUAL.visits * USUAL[shareName]) / (n + USUAL.visits);
    const fit = fitVisitChance(
      {
        odds: heard.intent.map((row) => (scale * row[head] + offset - start) / sure),
        came: heard.later.map((bits) => (bits >> head) & 1),
        visitLengths: heard.visitLengths,
      },
      { slope: SLOPE, slopeHeld: SLOPE_HELD, start: logOdds(known), startHeld: START_HELD },
    );
    const { slope } = fit;
    // Of all chances a purchase is the rarest: its share is the least sure.
    const at =
      fit.start + (name === 'purchase' ? drawnBack(card.conversion, n, USUAL.conversion) : 0);
    return {
      scale: toFourDecimals((slope * scale) / sure),
      offset: toFourDecimals(at + (slope * (offset - start)) / sure),
    };
  };
  const purchase = line(0, 'purchase', 'conversion');
  const chances = heard.intent
    .map((row) => sigmoid(purchase.scale * row[0] + purchase.offset))
    .sort((a, b) => a - b);
  const quantile = (of: number) => toFourDecimals(chances[Math.floor(of * (chances.length - 1))]);
  return {
    model: `${model.card.name} ${model.card.version}`,
    actions: {
      temperature: toFourDecimals(1 / actions.slope),
      bias: actions.bias.map(toFourDecimals),
    },
    after: actions.after.map((row) => row.map(toFourDecimals)),
    purchase,
    cart: line(1, 'cart', 'cart'),
    // As in a trained model: the tenth most likely to buy, and the half least likely.
    bands: { likely: quantile(0.9), unlikely: quantile(0.5) },
  };
}

/** What the model says in the part, and what came. */
async function listen(log: SplitLog, examples: Examples, model: Model) {
  const { data } = log;
  const table = createItemTable(model);
  const engine = createCpuEngine(model, table);
  const described = new Set<number>();
  const heard = {
    actions: [] as Float32Array[],
    intent: [] as Float32Array[],
    last: [] as number[],
    next: [] as number[],
    later: [] as number[],
    visitLengths: [] as number[],
  };
  const shoppers = log.shoppers('train');
  // At even distances, so that the whole part is covered.
  const stride = Math.max(1, Math.ceil(log.size('train').events / POSITIONS));
  for (let i = 0; i < shoppers.length; i += stride) {
    const [from, to] = [0, 1].map((end) => data.shopperOffsets[shoppers[i] + end]);
    const history: Token[] = [];
    let visit: number[] = [];
    for (let e = from; e < to; e++) {
      const row = data.item[e];
      if (row >= 0 && !described.has(row)) {
        described.add(row);
        table.write(row, contentFeatures(data.items[row], model.config), data.items[row].embedding);
      }
      history.push(tokenAt(examples, e));
      if (data.sessionStart[e]) visit = [];
      if (!log.isIn(e, 'train')) continue;
      const output = await engine.score(history);
      visit.push(heard.next.length);
      heard.actions.push(output.actions.slice());
      heard.intent.push(output.intent.slice());
      heard.last.push(data.action[e]);
      heard.next.push(examples.nextAction[e]);
      heard.later.push(examples.later[e]);
      for (const at of visit) heard.visitLengths[at] = visit.length;
    }
  }
  return heard;
}

const logOdds = (share: number) => {
  const inside = Math.max(5e-4, Math.min(1 - 5e-4, share));
  return Math.log(inside / (1 - inside));
};
