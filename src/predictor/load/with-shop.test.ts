import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createTokenizer } from '../../encoding/tokenizer.js';
import { ACTION_TYPES } from '../../events/event.js';
import { readScores } from '../../prediction/score.js';
import type { ShopCard } from '../../prediction/shop-card.js';
import * as kit from '../engine-kit.js';
import { createHistoryTokens } from '../history-tokens.js';
import type { ModelChoice } from './model-choice.js';
import { withShop } from './with-shop.js';

const pause = async () => {};
const environment = {
  now: Date.now,
  clock: () => 0,
  random: () => 0.5,
  after: () => () => {},
  turn: async () => {},
  idle: () => () => {},
};

async function shipped(name: 'base' | 'demo'): Promise<ModelChoice> {
  const file = new Uint8Array(readFileSync(`weights/${name}.safetensors`)).buffer;
  const opened = await kit.openModel(Promise.resolve(file), pause);
  const { card } = opened.model;
  return { loaded: { ...opened, kit }, status: { source: 'given', ...card } };
}

/** What is said after the first clicks of a visit, by whatever answers. */
async function saidAfter(clicks: number, { loaded }: ModelChoice) {
  const tokens = createHistoryTokens(loaded);
  const push = createTokenizer(() => undefined);
  const history = Array.from({ length: clicks }, (_, i) =>
    push({ action: 0, item: -1, ts: 1.7e12 + i * 20_000, newSession: !i }),
  );
  const engine = loaded?.kit?.selectEngine({
    ...loaded,
    environment,
    want: 'cpu',
    loadWebgl: () => Promise.reject(new Error('not in this test')),
  }).engine;
  const output = (await engine?.score(history)) ?? tokens.baseline(history);
  const { actions, intent } = await readScores(output, tokens.calibration);
  return { intent, leave: actions[ACTION_TYPES.length], actions };
}

function given(choice: ModelChoice, card: unknown) {
  const faults: string[] = [];
  const used = withShop(choice, card, (error) => void faults.push(error.message));
  return { used, faults };
}

const SHARES: ShopCard = { conversion: 0.1, cart: 0.3, bounce: 0.8 };

test('without a card the base model starts where shops are, and says that it only ranks', async () => {
  const { intent } = await saidAfter(1, await shipped('base'));
  expect(intent.purchase).toBeCloseTo(0.02, 3);
  expect(intent.calibrated).toBe(false);
});

test.each([
  ['the base model', () => shipped('base')],
  ['no model', async (): Promise<ModelChoice> => ({ status: { source: 'none' } })],
])('a card moves the chances of %s towards the shop', async (_, choose) => {
  const choice = await choose();
  const { used, faults } = given(choice, SHARES);
  expect(faults).toEqual([]);
  const [before, after] = [await saidAfter(1, choice), await saidAfter(1, used)];
  expect(after.intent.calibrated).toBe(true);
  // Three quarters of the way in log-odds: 7% of 10%.
  expect(after.intent.purchase).toBeGreaterThan(0.06);
  expect(after.intent.purchase).toBeLessThan(0.1);
  expect(after.intent.cart).toBeGreaterThan(before.intent.cart + 0.1);
  expect(after.leave).toBeGreaterThan(before.leave + 0.2);
  // A rank stays a rank.
  expect(after.intent.band).toBe(before.intent.band);
  expect(used.reason).toContain('shop card');
});

test('shares of few visits move the chances less', async () => {
  const choice = await shipped('base');
  const purchase = async (card: ShopCard) =>
    (await saidAfter(1, given(choice, card).used)).intent.purchase;
  const [few, many, all] = [
    await purchase({ conversion: 0.2, visits: 10 }),
    await purchase({ conversion: 0.2, visits: 1000 }),
    await purchase({ conversion: 0.2 }),
  ];
  expect(few).toBeLessThan(many - 0.02);
  expect(many).toBeLessThan(all);
});

test('a share of 0 rules nothing out', async () => {
  const { used } = given(await shipped('base'), { conversion: 0, cart: 0, bounce: 0 });
  const { leave, intent } = await saidAfter(1, used);
  expect(leave).toBeGreaterThan(0.05);
  expect(intent.purchase).toBeGreaterThan(0.002);
});

const ROW = [0, 0, 0, 0, 0, 0, 0, 0, 0];
const fitted = (model: string) => ({
  model,
  actions: { temperature: 2, bias: ROW },
  after: [[0, 0, 0, 0, 0, 0, 0, 0, 30], ...Array.from({ length: 7 }, () => ROW)],
  purchase: { scale: 0, offset: -5 },
  cart: { scale: 0, offset: 0 },
  bands: { likely: 0.5, unlikely: 0.1 },
});

test('a card fitted for this model gives its calibration, also to many histories at once', async () => {
  const choice = await shipped('base');
  const { used, faults } = given(choice, { ...SHARES, fitted: fitted('base 6') });
  expect(faults).toEqual([]);
  const { intent, leave } = await saidAfter(3, used);
  expect(intent).toMatchObject({ cart: 0.5, band: 'unlikely', calibrated: true });
  expect(intent.purchase).toBeCloseTo(1 / (1 + Math.exp(5)), 5);
  expect(leave).toBeGreaterThan(0.99);

  const { loaded } = used;
  const push = createTokenizer(() => undefined);
  const history = [push({ action: 1, item: -1, ts: 1.7e12, newSession: true })];
  const engine = loaded?.kit?.selectEngine({
    ...loaded,
    environment,
    want: 'cpu',
    loadWebgl: () => Promise.reject(new Error('not in this test')),
  }).engine;
  // After a cart the row adds nothing, so only the rows after clicks leave.
  const outputs = await engine?.scoreBatch([history]);
  expect(Math.max(...(outputs?.[0].actions ?? []))).toBeLessThan(30);
});

test('a card fitted for another model says so, and moves by its shares', async () => {
  const choice = await shipped('base');
  const { used, faults } = given(choice, { ...SHARES, fitted: fitted('base 4') });
  expect(faults).toEqual([expect.stringContaining('base 4')]);
  expect(used.reason).toContain('nextaisle card');
  expect(await saidAfter(2, used)).toEqual(await saidAfter(2, given(choice, SHARES).used));
});

test('a model that was trained on a shop goes by its own log, and status says so', async () => {
  const choice = await shipped('demo');
  const { used, faults } = given(choice, SHARES);
  expect(faults).toEqual([]);
  expect(used.loaded).toBe(choice.loaded);
  expect(used.reason).toContain('not used');
  expect((await saidAfter(2, used)).intent.calibrated).toBe(true);
});

test('without a model, what comes next is what came next in the shop', async () => {
  const none: ModelChoice = { status: { source: 'none' } };
  const next = { click: { click: 100, leave: 300 }, cart: { checkout: 10 } };
  const { used } = given(none, { ...SHARES, next });
  const { leave, actions } = await saidAfter(1, used);
  expect(leave).toBeCloseTo(0.75, 1);
  expect(actions[ACTION_TYPES.indexOf('wishlist')]).toBeLessThan(0.01);
});

test('a card that cannot be read changes nothing, and status says why', async () => {
  const choice = await shipped('base');
  const { used, faults } = given(choice, { conversion: 2.1 });
  expect(faults).toHaveLength(1);
  expect(used.loaded).toBe(choice.loaded);
  expect(used.reason).toContain('cannot be read');
});
