/**
 * The worker behind demo/studio.html: plays visits of simulated shoppers, whom the demo's model never saw, to
 * it; says what a rule would have done in them; and where the network looked. What it is asked and what it
 * answers are the two unions below.
 */
import { createItemFacts } from './encoding/item-facts.js';
import { createTokenizer } from './encoding/tokenizer.js';
import { createItemTable } from './engine/item-table.js';
import { forward, lookShares } from './engine/transformer.js';
import { ACTION_TYPES, type ShopEvent } from './events/event.js';
import type { Item } from './events/item.js';
import { toPredictorError } from './lib/errors.js';
import type { Model } from './model/model.js';
import { readModel } from './model/model-file.js';
import { type Comparison, compareShelves } from './studio/compare-shelves.js';
import { demoLog } from './studio/demo-log.js';
import { type MomentOutcome, type Offer, replayMoment } from './studio/replay-moment.js';
import { replayVisits } from './studio/replay-visits.js';
import { type PortraitAsked, segmentPortrait } from './studio/segment-portrait.js';
import { type Segment, segmentsOf } from './studio/segments.js';
import type { VisitTable } from './studio/visit-table.js';

export type Ask = { id: number } & (
  | { kind: 'model'; file: ArrayBuffer; catalog: Item[] }
  | { kind: 'visits' }
  /** Of the visits that were played before, as is a segment's portrait. */
  | { kind: 'moment'; rule: unknown; offer: Offer }
  | ({ kind: 'portrait' } & PortraitAsked)
  | { kind: 'looks'; events: Pick<ShopEvent, 'type' | 'item' | 'ts' | 'price' | 'session'>[] }
);

export type Answer = { id: number } & (
  | { kind: 'model' }
  | { kind: 'measuring'; done: number; of: number }
  | { kind: 'visits'; table: VisitTable; comparison: Comparison; segments: Segment[] }
  | { kind: 'moment'; outcome: MomentOutcome }
  | { kind: 'portrait'; sentences: string[]; lang: string }
  /** How much the last event looks at each, oldest first. */
  | { kind: 'looks'; shares: number[] }
  | { kind: 'failed'; message: string }
);

const VISITS = 1000;
/** Enough for that many visits: a shopper makes three. */
const SHOPPERS = 340;

const page = self as unknown as {
  postMessage(answer: Answer): void;
  onmessage: (event: { data: Ask }) => void;
};

page.onmessage = ({ data: ask }) => {
  const { id } = ask;
  answer(ask, (done, of) => page.postMessage({ id, kind: 'measuring', done, of })).then(
    (said) => page.postMessage(said),
    (thrown) => {
      const { message } = toPredictorError(thrown, 'BAD_OPTION');
      page.postMessage({ id, kind: 'failed', message });
    },
  );
};

let model: Model;
let catalog: Item[];
let table: VisitTable;

async function answer(ask: Ask, onProgress: (done: number, of: number) => void): Promise<Answer> {
  const { id } = ask;
  switch (ask.kind) {
    case 'model':
      model = readModel(ask.file);
      catalog = ask.catalog;
      return { id, kind: 'model' };
    case 'looks':
      return { id, kind: 'looks', shares: looks(ask.events) };
    case 'moment':
      return { id, kind: 'moment', outcome: replayMoment(table, ask.rule, ask.offer) };
    case 'portrait':
      return { id, kind: 'portrait', ...(await segmentPortrait(table, ask)) };
    case 'visits':
      table = await replayVisits(model, demoLog(catalog, SHOPPERS), { visits: VISITS, onProgress });
      return {
        id,
        kind: 'visits',
        table,
        comparison: compareShelves(table),
        segments: segmentsOf(table),
      };
  }
}

function looks(events: Extract<Ask, { kind: 'looks' }>['events']): number[] {
  const rows = new Map(model.vocabulary.items.map((id, row) => [id, row]));
  const push = createTokenizer(createItemFacts(model).of);
  const history = events.map(({ type, item, ts, price, session }, i) =>
    push({
      action: ACTION_TYPES.indexOf(type),
      item: rows.get(item ?? '') ?? -1,
      ts,
      newSession: session !== events[i - 1]?.session,
      price,
    }),
  );
  return lookShares(model, forward(model, createItemTable(model), history));
}
