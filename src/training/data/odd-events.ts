import { ACTION_TYPES } from '../../events/event.js';
import type { DataSet } from './data-set.js';
import type { LogFacts } from './log-facts.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Fewer events or pairs say nothing. */
const ENOUGH = 200;
const ENOUGH_PAIRS = 20;
const [CLICK, PURCHASE] = [ACTION_TYPES.indexOf('click'), ACTION_TYPES.indexOf('purchase')];

const whole = (n: number) => n.toLocaleString('en-US');
const percent = (share: number) => `${Math.round(100 * share)}%`;

/** Sentences on a log whose times or ids cannot be those of a shop. */
export function oddEvents(data: DataSet, facts: LogFacts): string[] {
  return [
    ...(data.hasClock && facts.firstDay ? oddHours(data) : []),
    ...oddVisits(data),
    ...oddOrder(data),
    ...strangers(data),
    ...noGoods(data),
  ];
}

/** Hours of 1 to 12 alone, every one of them: a clock that has lost its AM and PM. */
function oddHours({ ts, events }: DataSet): string[] {
  const hours = new Set<number>();
  for (let e = 0; e < events; e++) {
    if (!Number.isNaN(ts[e])) hours.add(Math.floor((ts[e] % DAY_MS) / HOUR_MS));
  }
  const isHalf = events >= ENOUGH && hours.size === 12 && !hours.has(0) && hours.has(12);
  return isHalf && Math.max(...hours) === 12
    ? [
        'no event is before 1:00 or after 12:59: is it a clock of 12 hours that has lost its AM and PM?',
      ]
    : [];
}

/** Visits in which no time passes, or days. */
function oddVisits({
  ts,
  sessionStart,
  shopperOffsets,
  events,
  action,
  hasClock,
}: DataSet): string[] {
  const isFirst = new Uint8Array(events + 1);
  for (let e = 0; e < events; e++) isFirst[e] = sessionStart[e];
  for (const offset of shopperOffsets) isFirst[offset] = 1;
  let [visits, still, long] = [0, 0, 0];
  let onlyBought = true;
  for (let from = 0, to = 1; from < events; from = to++) {
    while (to < events && !isFirst[to]) to++;
    for (let e = from; e < to; e++) if (action[e] !== PURCHASE) onlyBought = false;
    const lasts = ts[to - 1] - ts[from];
    if (to - from < 2 || Number.isNaN(lasts)) continue;
    visits++;
    if (lasts === 0) still++;
    if (lasts > DAY_MS) long++;
  }
  if (visits < ENOUGH_PAIRS || onlyBought) return [];
  const notes: string[] = [];
  if (hasClock && still > 0.9 * visits) {
    notes.push(
      `in ${percent(still / visits)} of its visits all events have one time: is it when they were loaded? Name the time of the events with --columns time=…, or leave it out`,
    );
  }
  if (long > 0.5 * visits) {
    notes.push(
      `${percent(long / visits)} of its visits last longer than a day: are they shoppers? Then name the column as the user: --columns user=…`,
    );
  }
  return notes;
}

/** What was bought before it was looked at. */
function oddOrder({ action, item, shopperOffsets, itemIds }: DataSet): string[] {
  const seen = new Int32Array(itemIds.length).fill(-1);
  const bought = new Int32Array(itemIds.length).fill(-1);
  let [before, after] = [0, 0];
  for (let s = 0; s + 1 < shopperOffsets.length; s++) {
    for (let e = shopperOffsets[s]; e < shopperOffsets[s + 1]; e++) {
      const one = item[e];
      if (one < 0) continue;
      if (action[e] === PURCHASE && bought[one] !== s) {
        bought[one] = s;
        if (seen[one] === s) after++;
      } else if (action[e] === CLICK && seen[one] !== s) {
        seen[one] = s;
        if (bought[one] === s) before++;
      }
    }
  }
  return before + after >= ENOUGH_PAIRS && before > after
    ? [
        `of ${whole(before + after)} products that a shopper looked at and bought, ${percent(before / (before + after))} were bought first: is the time that of the event?`,
      ]
    : [];
}

/** Shoppers who only buy, and products that are only bought: in purchases they go by another id. */
function strangers({ action, item, shopperOffsets, itemIds, events }: DataSet): string[] {
  const looked = new Uint8Array(itemIds.length);
  let clicks = 0;
  for (let e = 0; e < events; e++) {
    if (action[e] === PURCHASE) continue;
    clicks++;
    if (item[e] >= 0) looked[item[e]] = 1;
  }
  let [bought, byStrangers, strange, bare] = [0, 0, 0, 0];
  for (let s = 0; s + 1 < shopperOffsets.length; s++) {
    const own = action.subarray(shopperOffsets[s], shopperOffsets[s + 1]);
    const isStranger = own.every((one) => one === PURCHASE);
    own.forEach((one, i) => {
      if (one !== PURCHASE) return;
      bought++;
      if (isStranger) byStrangers++;
      const its = item[shopperOffsets[s] + i];
      if (its < 0) bare++;
      else if (!looked[its]) strange++;
    });
  }
  if (bought < ENOUGH_PAIRS || clicks < bought) return [];
  const notes: string[] = [];
  if (byStrangers > 0.9 * bought) {
    notes.push(
      `${percent(byStrangers / bought)} of the purchases are of shoppers who did nothing else: have they another id when they buy?`,
    );
  }
  if (bare > 0.5 * bought) {
    notes.push(
      `${percent(bare / bought)} of the purchases name no product: is it in another column there?`,
    );
  }
  if (strange > 0.9 * bought) {
    notes.push(
      `${percent(strange / bought)} of the purchases are of products that nobody looked at: have they another id when they are bought?`,
    );
  }
  return notes;
}

/** What stands among the lines of an order and is no product. */
const NO_GOODS =
  /^(?:post|postage|postage and packing|shipping|shipping cost|shipping fee|delivery|delivery fee|carriage|dotcom postage|discount|voucher|coupon|manual|adjustment|bank charges|amazon ?fee|gift ?wrap|gift wrapping|surcharge|deposit|tip|tax|vat|versand|versandkosten|rabatt|gutschein|pfand|frais de port|livraison|remise|envio|gastos de envio|descuento|spedizione|sconto|verzendkosten|korting)$/i;

function noGoods({ item, itemIds, items, events }: DataSet): string[] {
  const odd = new Set<number>();
  itemIds.forEach((id, i) => {
    if (NO_GOODS.test(id) || NO_GOODS.test(items[i]?.name ?? '')) odd.add(i);
  });
  if (!odd.size) return [];
  let count = 0;
  for (let e = 0; e < events; e++) if (odd.has(item[e])) count++;
  const names = [...odd].slice(0, 3).map((i) => items[i]?.name ?? itemIds[i]);
  return count > events / 200
    ? [
        `${whole(count)} events are about ${names.join(', ')}: is that a product? If not, leave those lines out`,
      ]
    : [];
}
