import type { Token } from '../../encoding/token.js';
import { createCpuEngine } from '../../engine/cpu/cpu-engine.js';
import { createItemTable } from '../../engine/item-table.js';
import { ACTION_TYPES, type ShopEvent } from '../../events/event.js';
import type { Item } from '../../events/item.js';
import type { FileModel } from '../../model/model.js';
import { byOwnPast, knowsNoShop } from '../../prediction/by-own-past.js';
import { compose } from '../../prediction/compose.js';
import type { Prediction } from '../../prediction/prediction.js';
import type { RankRules } from '../../prediction/rank.js';
import { relationsOf } from '../../prediction/relations.js';
import { readScores } from '../../prediction/score.js';
import type { DataSet } from '../../training/data/data-set.js';
// Not on demand, as in a page: the program runs before what its bundle puts last.
import * as kit from '../engine-kit.js';
import { createHistoryTokens } from '../history-tokens.js';

/** Whose session it is. */
export interface Shopper {
  /** The log's user; where it names none, its session. */
  shopper: string;
  /** The column of that id, where it is not the log's first for shoppers. */
  shopperColumn: string | null;
}

/** What comes next after a session of a log, as the page would say it after the last event. */
export interface SessionPrediction extends Shopper, Pick<Prediction, 'actions' | 'intent'> {
  /** Times of the session's first and last event, ISO 8601; null in a log without times. */
  began: string | null;
  until: string | null;
  /** Events read: all of the shopper's up to here. */
  events: number;
  items: { id: string; rank: number; probability: number; action: string }[];
}

export interface PredictOptions {
  /** By shopper of the data set. */
  shoppers: readonly Shopper[];
  /** After every session instead of each shopper's latest. */
  allSessions: boolean;
  rules: RankRules;
}

/**
 * Predicts with what a page predicts with: its tokens, its engine, its rules. Products that the log describes
 * and the file does not know compete, as they would from the page's catalog.
 */
export async function* predictShoppers(
  model: FileModel,
  data: DataSet,
  { shoppers, allSessions, rules }: PredictOptions,
): AsyncGenerator<SessionPrediction> {
  const known = new Set(model.vocabulary.items);
  const described = data.items.filter((item) => !known.has(item.id) && isDescribed(item));
  for (const { id } of described) known.add(id);
  const shared = openTokens(model, described);

  for (const [s, shopper] of shoppers.entries()) {
    const [from, to] = [data.shopperOffsets[s], data.shopperOffsets[s + 1]];
    const history = historyOf(data, from, to);
    // A product known from this history alone is none that others could be shown.
    const isShared = history.every(({ item }) => item === undefined || known.has(item));
    const { tokens, score } = isShared ? shared : openTokens(model, described);
    for (let end = from + 1; end <= to; end++) {
      const isLastOfSession = end === to || data.sessionStart[end] === 1;
      if (!isLastOfSession || (end < to && !allSessions)) continue;
      const events = history.slice(0, end - from);
      const output = await score(tokens.tokensOf(events));
      const scores = await readScores(output, tokens.calibration);
      const last = events[events.length - 1];
      const { actions, intent, items } = compose(
        { id: '', ts: last.ts, backend: 'cpu', ms: 0, model: '' },
        scores,
        tokens.rows,
        {
          ...kit,
          trained: model.vocabulary.items.length,
          popularity: model.tensors.get('item.popularity'),
        },
        // A log without times has no session that is over.
        relationsOf(data.hasClock ? events : events.map((event) => ({ ...event, ts: 0 }))),
        rules,
      );
      const opened = events.find(({ session }) => session === last.session) ?? last;
      yield {
        ...shopper,
        began: timeOf(opened.ts),
        until: timeOf(last.ts),
        events: events.length,
        actions,
        intent,
        items: items.map(({ id, rank, probability, action }) => ({
          id,
          rank,
          probability,
          action,
        })),
      };
    }
  }
}

function openTokens(model: FileModel, described: readonly Item[]) {
  const table = createItemTable(model);
  const tokens = createHistoryTokens({ model, kit, table, ids: model.ids });
  tokens.catalog.makeRoom(described.length);
  for (const item of described) tokens.learn(item, true);
  const engine = createCpuEngine(model, table);
  if (!knowsNoShop(model)) return { tokens, score: engine.score };
  const { change } = byOwnPast(model.calibration);
  return {
    tokens,
    score: async (history: readonly Token[]) => change(await engine.score(history), history),
  };
}

const isDescribed = ({ category, brand, name, embedding }: Item) =>
  !!(category?.length || brand || name || embedding);

/** A shopper's part of a data set as the events of a page. */
function historyOf(data: DataSet, from: number, to: number): ShopEvent[] {
  const events: ShopEvent[] = [];
  let session = 0;
  for (let e = from; e < to; e++) {
    session += data.sessionStart[e];
    const item = data.items[data.item[e]];
    const event: ShopEvent = {
      type: ACTION_TYPES[data.action[e]],
      ts: data.ts[e],
      session: `s${session}`,
      source: 'import',
    };
    if (item) event.item = item.id;
    const price = Number.isNaN(data.price[e]) ? item?.price : data.price[e];
    if (price !== undefined) event.price = price;
    events.push(event);
  }
  return events;
}

const timeOf = (ts: number) =>
  Number.isFinite(ts) && Math.abs(ts) < 8.64e15 ? new Date(ts).toISOString() : null;
