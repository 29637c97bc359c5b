import { contentFeatures } from '../../../src/encoding/content.js';
import { createItemFacts } from '../../../src/encoding/item-facts.js';
import type { Token } from '../../../src/encoding/token.js';
import { createTokenizer } from '../../../src/encoding/tokenizer.js';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine.js';
import type { Output } from '../../../src/engine/engine.js';
import { createItemTable } from '../../../src/engine/item-table.js';
import { sample, seededRandom } from '../../../src/lib/random.js';
import type { Calibration, Model } from '../../../src/model/model.js';
import { NEUTRAL_CALIBRATION } from '../../../src/model/model.js';
import { baseline } from '../../../src/prediction/baseline.js';
import { byOwnPast } from '../../../src/prediction/by-own-past.js';
import { byFit, byShares } from '../../../src/prediction/by-shop-card.js';
import type { ShopCard } from '../../../src/prediction/shop-card.js';
import { readScores } from '../../../src/prediction/score.js';
import { createActionBaselines } from '../../../src/training/baselines/action-baselines.js';
import { createPopularity } from '../../../src/training/baselines/item-baselines.js';
import type { DataSet } from '../../../src/training/data/data-set.js';
import { createExamples } from '../../../src/training/data/examples.js';
import { pastSessions } from '../../../src/training/data/sessions.js';
import type { SplitLog } from '../../../src/training/data/split-log.js';
import { stepAt } from '../../../src/training/data/step-at.js';

export interface NamedModel {
  name: string;
  /** Without a model, the baselines of a page are measured. */
  model?: Model;
  /** What the shop has told of itself. */
  card?: ShopCard;
  /** Leans on what the shopper did before, as a page does without a card and a model of the shop. */
  ownPast?: true;
}

/** Peers for next item. `popularity` knows the shop's log, the others only this shopper. */
export const ITEM_PEERS = ['popularity', 'recently viewed', 'own co-visitation'] as const;
/** Both know the shop's log. */
export const ACTION_PEERS = ['class prior', 'last-action Markov'] as const;

export interface Seen {
  shopper: number;
  /** Number of events read of this shopper. */
  read: number;
  action: number;
  /** Probability given to the true next action: peers, then models. */
  chances: number[];
  /** Rank of the true next item: peers, then models. Absent if the next event has none. */
  ranks?: number[];
  /** Chance of a purchase before the session ends, by model; and whether it came. */
  purchase: number[];
  bought: boolean;
}

export interface Observed {
  seen: Seen[];
  /** Number of positions in the test part. */
  of: number;
  catalog: number;
  items: number;
}

/** More items than a page's catalog would carry. */
const MAX_CATALOG = 10_000;
const MISS = Number.POSITIVE_INFINITY;

/**
 * Runs models on the test part of a shop's log as a page does: one token per event, the full
 * history of the shopper, and only a catalog of the shop, which a model may never have seen.
 * Candidates are items of the catalog and of the history.
 * @param most the number of predictions, drawn with a seed.
 */
export async function observeUnseen(
  log: SplitLog,
  models: readonly NamedModel[],
  most: number,
): Promise<Observed> {
  const { data } = log;
  const { nextAction, nextItem, later } = createExamples(data, () => undefined);
  const items = data.itemIds.length;
  const { prior, markov } = createActionBaselines(log, nextAction);
  const popularity = new Float64Array(items);
  createPopularity(pastSessions(log), items)([], popularity);

  const random = seededRandom(1);
  const asked = log.events('test');
  const chosen = new Set(sample(asked, most, random));
  const catalog = sample([...data.itemIds.keys()], MAX_CATALOG, random);
  const inCatalog = new Uint8Array(items);
  for (const item of catalog) inCatalog[item] = 1;
  const known = new Set(catalog);
  const ends = shopperEnds(data, chosen);
  for (const [from, last] of ends) {
    for (let e = from; e <= last; e++) if (data.item[e] >= 0) known.add(data.item[e]);
  }
  const readers = models.map((named) => createReader(data, known, named));

  const seen: Seen[] = [];
  for (const [from, last] of ends) {
    const histories = readers.map((): Token[] => []);
    const pushes = readers.map((reader) => createTokenizer(reader.factsOf));
    const candidate = inCatalog.slice();
    const own: number[] = [];
    for (let e = from; e <= last; e++) {
      const item = data.item[e];
      if (item >= 0) {
        own.push(item);
        candidate[item] = 1;
      }
      readers.forEach((reader, r) => {
        histories[r].push(pushes[r](stepAt(data, e, item < 0 ? -1 : reader.rowOf[item])));
      });
      if (!chosen.has(e)) continue;
      const action = nextAction[e];
      const target = nextItem[e];
      const one: Seen = {
        shopper: data.shopper[e],
        read: e - from + 1,
        action,
        chances: [prior[action], markov[data.action[e]][action]],
        purchase: [],
        bought: (later[e] & 1) === 1,
      };
      if (target >= 0) {
        one.ranks = [(i: number) => popularity[i], seenLast(own), followed(own, seenLast(own))].map(
          (score) => rankAmong(candidate, target, score),
        );
      }
      for (const [r, reader] of readers.entries()) {
        const said = await readScores(await reader.score(histories[r]), reader.calibration);
        one.chances.push(said.actions[action]);
        one.purchase.push(said.intent.purchase);
        one.ranks?.push(rankAmong(candidate, target, (i) => said.items[reader.rowOf[i]]));
      }
      seen.push(one);
    }
  }
  return { seen, of: asked.length, catalog: catalog.length, items };
}

interface Reader {
  factsOf: ReturnType<typeof createItemFacts>['of'];
  /** Row of the item table by item of the log; -1 for items that are no candidates. */
  rowOf: Int32Array;
  calibration: Calibration;
  score(history: readonly Token[]): Promise<Output>;
}

/** Rows as in a page: trained items first, then live ones by content. */
function createReader(
  data: DataSet,
  known: ReadonlySet<number>,
  { model, card, ownPast }: NamedModel,
): Reader {
  const nothing = { categories: [], items: [] };
  const facts = createItemFacts(
    model ?? {
      vocabulary: nothing,
      itemCategory: new Uint16Array(0),
      itemPrice: new Uint8Array(0),
    },
  );
  const rowOf = new Int32Array(data.itemIds.length).fill(-1);
  const trained = new Map(model?.vocabulary.items.map((id, row) => [id, row]));
  const table = model && createItemTable(model);
  let size = trained.size;
  for (const i of known) {
    const item = data.items[i];
    const row = trained.get(item.id) ?? size++;
    rowOf[i] = row;
    if (row >= trained.size) {
      facts.learn(row, item);
      table?.write(row, model ? contentFeatures(item, model.config) : []);
    }
  }
  const engine = model && table && createCpuEngine(model, table);
  const own = model?.calibration ?? NEUTRAL_CALIBRATION;
  const by = ownPast
    ? byOwnPast(own)
    : model && card && (card.fitted ? byFit(card.fitted, own) : byFirst(card, own));
  return {
    factsOf: facts.of,
    rowOf,
    calibration: by?.calibration ?? own,
    async score(history) {
      const output = engine
        ? await engine.score(history)
        : baseline({ factsOf: facts.of }, size, history);
      return by?.change(output, history) ?? output;
    },
  };
}

/** As in a page: shares of visits, and what the shopper did before. */
const byFirst = (card: ShopCard, own: Calibration) =>
  own.first && byOwnPast(byShares(card, own, own.first).calibration);

/** First event and last chosen event of each shopper who has chosen events. */
function shopperEnds(data: DataSet, chosen: ReadonlySet<number>): [number, number][] {
  const ends: [number, number][] = [];
  for (let s = 0; s + 1 < data.shopperOffsets.length; s++) {
    let last = -1;
    for (let e = data.shopperOffsets[s]; e < data.shopperOffsets[s + 1]; e++) {
      if (chosen.has(e)) last = e;
    }
    if (last >= 0) ends.push([data.shopperOffsets[s], last]);
  }
  return ends;
}

type ItemScore = (item: number) => number;

/** Ranks by last view only. */
function seenLast(own: readonly number[]): ItemScore {
  const place = new Map(own.map((item, at) => [item, at + 1]));
  return (item) => place.get(item) ?? 0;
}

/** Counts how often an item followed the current one in this history; ties by last view. */
function followed(own: readonly number[], otherwise: ItemScore): ItemScore {
  const last = own[own.length - 1];
  const count = new Map<number, number>();
  for (let i = 1; i < own.length; i++) {
    if (own[i - 1] === last) count.set(own[i], (count.get(own[i]) ?? 0) + 1);
  }
  return (item) => (count.get(item) ?? 0) + otherwise(item) / (own.length + 2);
}

/** Ties count half; an item that is not a candidate is a miss for every method. */
function rankAmong(candidate: Uint8Array, target: number, score: ItemScore): number {
  if (!candidate[target]) return MISS;
  const own = score(target);
  let [above, equal] = [0, 0];
  for (let i = 0; i < candidate.length; i++) {
    if (!candidate[i]) continue;
    const value = score(i);
    if (value > own) above++;
    else if (value === own) equal++;
  }
  return above + (equal + 1) / 2;
}
