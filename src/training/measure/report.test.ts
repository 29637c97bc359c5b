import { expect, test } from 'vitest';
import { encode } from '../../encoding/encode.js';
import { createItemFacts } from '../../encoding/item-facts.js';
import { createItemTable } from '../../engine/item-table.js';
import { randomModel } from '../../engine/random-model.fixture.js';
import { createReferenceEngine } from '../../engine/transformer.js';
import { ACTION_TYPES, type ActionType, type ShopEvent } from '../../events/event.js';
import { seededRandom } from '../../lib/random.js';
import { readScores } from '../../prediction/score.js';
import { createDataSetBuilder } from '../data/data-set.js';
import { rankOf } from '../baselines/ranking-metrics.js';
import { observe } from './observe.js';
import { report } from './report.js';
import { reportText } from './report-text.js';
import { markdownTable } from './tables.js';
import { splitByTime } from '../data/split.js';

const START = Date.UTC(2025, 0, 1, 8, 0, 1);
const ITEMS = 30;
const model = randomModel({ width: 16, heads: 2, ffn: 24, window: 4 }, ITEMS, 3);

/** Shoppers who come back, look, put into the cart and sometimes buy; one item the model does not know. */
function randomLog(sessions = 60) {
  const random = seededRandom(5);
  const builder = createDataSetBuilder();
  for (let s = 0; s < sessions; s++) {
    const shopper = `u${s % 17}`;
    let time = START + s * 3_600_000;
    const length = 2 + Math.floor(random() * 5);
    for (let k = 0; k < length; k++) {
      time += Math.round(random() * 90_000);
      const item = random() < 0.05 ? 'new' : `item-${Math.floor(random() ** 2 * ITEMS)}`;
      const type: ActionType = random() < 0.2 ? 'cart' : random() < 0.1 ? 'purchase' : 'click';
      builder.add({ shopper, time, type, item });
    }
  }
  return builder.finish();
}

const data = randomLog();
const KNOWN = data.itemIds.length - 1;
const log = splitByTime(data, { test: 0.3, validation: 0.1 });

test('figures equal those of the oracle on the whole history, event by event', async () => {
  const { observations, coverage, of } = await observe(model, log);
  expect(coverage).toEqual({ known: KNOWN, byContent: 0, unknown: 1, scored: ITEMS });
  expect(of).toBe(log.size('test').events);
  expect(observations).toHaveLength(of);

  const items = [...model.vocabulary.items, 'new'];
  let at = 0;
  for (let e = 0; e < data.events; e++) {
    if (!log.isIn(e, 'test')) continue;
    const events: ShopEvent[] = [];
    let session = 0;
    let place = 0;
    for (let i = data.shopperOffsets[data.shopper[e]]; i <= e; i++) {
      session += data.sessionStart[i];
      place = data.sessionStart[i] ? 1 : place + 1;
      events.push({
        type: ACTION_TYPES[data.action[i]],
        item: data.itemIds[data.item[i]],
        ts: data.ts[i],
        session: `${session}`,
        source: 'import',
      });
    }
    // What the shopper saw and the file does not know is a row of its own.
    const table = createItemTable(model);
    const facts = createItemFacts(model);
    if (events.some(({ item }) => item === 'new')) {
      table.write(ITEMS, []);
      facts.learn(ITEMS, { id: 'new' });
    }
    const rows = {
      indexOf: (id: string) => items.indexOf(id),
      id: (row: number) => items[row],
      factsOf: facts.of,
      priceOf: () => undefined,
    };
    const output = await createReferenceEngine(model, table).score(encode(events, rows));
    const said = await readScores(output, model.calibration);
    const seen = observations[at++];
    const goesOn = data.shopper[e + 1] === data.shopper[e] && !data.sessionStart[e + 1];
    const next = goesOn ? data.action[e + 1] : ACTION_TYPES.length;
    expect(seen.place).toBe(place);
    expect(seen.actions[2].chance).toBeCloseTo(said.actions[next], 4);
    expect(seen.purchase).toBeCloseTo(said.intent.purchase, 4);
    const target = goesOn ? items.indexOf(data.itemIds[data.item[e + 1]]) : -1;
    expect(seen.ranks?.[4]).toBe(
      !goesOn ? undefined : target >= table.size ? Infinity : rankOf(said.items, target),
    );
  }
});

test('a product that the file does not know is found again in the history of who saw it', async () => {
  const builder = createDataSetBuilder();
  const visit = (shopper: string, day: number, items: string[]) =>
    items.forEach((item, i) => {
      builder.add({ shopper, time: START + day * 86_400_000 + i * 1000, type: 'click', item });
    });
  for (let day = 0; day < 8; day++) visit(`u${day}`, day, ['item-0', 'item-1', 'item-0']);
  visit('u0', 8, ['rare', 'item-0']);
  visit('u0', 9, ['item-1', 'rare']);
  visit('u1', 9.1, ['item-1', 'rare']);
  const { nextItem, data } = await report(
    model,
    splitByTime(builder.finish(), { test: 0.2, validation: 0.1 }),
  );
  expect(data.coverage).toMatchObject({ known: 2, unknown: 1, scored: ITEMS });
  const [recent, , , , own] = nextItem;
  // u0 had seen it, u1 had not: there it is on nobody's list.
  expect(recent).toMatchObject({ method: 'recently viewed', recall20: { value: 0.5, n: 2 } });
  expect(recent.mrr20.value).toBeCloseTo(1 / 6);
  expect(own.recall20.value).toBe(0.5);
});

test('with `maskSeen` every method ranks only what the shopper has not seen', async () => {
  const builder = createDataSetBuilder();
  const visit = (shopper: string, day: number, items: string[]) =>
    items.forEach((item, i) => {
      builder.add({ shopper, time: START + day * 86_400_000 + i * 1000, type: 'click', item });
    });
  for (let day = 0; day < 8; day++) visit(`u${day}`, day, ['item-0', 'item-1', 'item-2']);
  visit('v', 8, ['item-0', 'item-1', 'item-0']);
  visit('w', 9, ['item-1', 'item-0', 'item-2']);
  const log = splitByTime(builder.finish(), { test: 0.2, validation: 0.1 });
  const masked = await report(model, log, { maskSeen: true });
  expect(masked.maskSeen).toBe(true);
  const [recent, popularity, , , own] = masked.nextItem;
  // Of the four next items the second of v was seen before.
  expect(recent.recall20).toMatchObject({ value: 0, n: 4 });
  expect(popularity.recall20.value).toBe(0.75);
  expect(own.recall20.value).toBeLessThanOrEqual(0.75);
  // All three are as popular: two are left after the first event, which share rank 1.5, and one after that.
  expect(popularity.mrr20.value).toBeCloseTo((2 / 1.5 + 1) / 4);
  expect(reportText(masked)).toContain('those that the shopper had seen are set aside');
  const plain = await report(model, log);
  expect(plain.nextItem[1].recall20.value).toBe(1);
  expect(plain.nextItem[1].mrr20.value).toBeCloseTo(1 / 2);
});

test('the report adds up', async () => {
  const result = await report(model, log);
  const { nextItem, nextAction, byPlace, purchase, predictions } = result;
  expect(nextItem.map(({ method }) => method)).toEqual([
    'recently viewed',
    'popularity',
    'co-visitation',
    'V-SKNN',
    'nextaisle',
  ]);
  const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);
  expect(sum(byPlace.map((row) => row.nextAction[0].accuracy.n))).toBe(predictions);
  expect(sum(byPlace.map((row) => row.nextItem[0].recall20.n))).toBe(nextItem[0].recall20.n);
  const weighted = byPlace.map(
    ({ nextItem: [, , , , own] }) => own.recall20.value * own.recall20.n || 0,
  );
  expect(sum(weighted) / nextItem[4].recall20.n).toBeCloseTo(nextItem[4].recall20.value);
  expect(result.againstMarkov.value).toBeCloseTo(
    nextAction[2].logLoss.value - nextAction[1].logLoss.value,
  );
  expect(purchase?.auc.value).toBeGreaterThanOrEqual(0);
  expect(purchase?.auc.value).toBeLessThanOrEqual(1);
});

test('a sample is the same on every run', async () => {
  const [first, second] = [
    await report(model, log, { sample: 20 }),
    await report(model, log, { sample: 20 }),
  ];
  expect(first.predictions).toBe(20);
  expect(second).toEqual(first);
});

test('a model without identities knows items by content', async () => {
  const bare = randomModel({ width: 16, ffn: 24, window: 4, subIds: 0, contentBuckets: 64 }, 0, 3);
  const { coverage, observations } = await observe(bare, log);
  expect(coverage).toEqual({ known: 0, byContent: KNOWN + 1, unknown: 0, scored: KNOWN + 1 });
  expect(observations.every(({ ranks }) => !ranks || ranks[3] <= KNOWN + 1)).toBe(true);
});

test('the report prints as text and as Markdown', async () => {
  const result = await report(model, log);
  const text = reportText(result);
  expect(text).toContain(
    `Of the log's ${KNOWN + 1} items the file knows ${KNOWN}, 0 more by content, 1 only from the history of a shopper who saw them.`,
  );
  expect(text).toMatch(/V-SKNN +\d+\.\d +\d+\.\d … \d+\.\d/);
  const markdown = reportText(result, markdownTable);
  // Recall and MRR at 20 with their intervals, then recall and NDCG at 10.
  expect(markdown).toMatch(/\n\| ---( \| ---:){6} \|\n\| recently viewed \| \d/);
  for (const table of markdown.split('\n\n').filter((block) => block.startsWith('|'))) {
    const widths = table
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').length);
    expect(new Set(widths).size).toBe(1);
  }
});

test('a log without a test part gives an empty report, not an error', async () => {
  const nothing = await report(
    model,
    log.move(() => 'train'),
  );
  expect(nothing.predictions).toBe(0);
  expect(reportText(nothing)).toContain('–');
});
