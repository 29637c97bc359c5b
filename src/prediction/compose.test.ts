import { expect, test } from 'vitest';
import { NEUTRAL_CALIBRATION } from '../model/model.js';
import { baseline } from './baseline.js';
import { compose, emptyPrediction } from './compose.js';
import { randomShopper } from './random-shopper.fixture.js';
import { relationsOf } from './relations.js';
import { itemActions, readScores } from './score.js';

const occasion = { id: '1', ts: 1, ms: 1, model: 'm' };

test('probabilities add up, fall with rank, and name the likeliest action', async () => {
  const { scorer, engine, model, items } = randomShopper(10, 3);
  const scores = await readScores(await engine.score(scorer.tokens), model.calibration, 0);
  const rows = { ...scorer.rows, size: items, item: () => undefined };
  const relations = relationsOf(scorer.events);
  const known = { trained: items };
  const rules = { k: items, justBought: true };
  const prediction = compose(
    { ...occasion, backend: 'cpu' },
    scores,
    rows,
    known,
    relations,
    rules,
  );
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const { actions } = prediction;
  expect(sum(Object.values(actions))).toBeCloseTo(1, 5);
  const shelf = actions.click + actions.cart + actions.purchase;
  expect(sum(prediction.items.map((item) => item.probability))).toBeCloseTo(shelf, 5);
  prediction.items.forEach((item, i) => {
    expect(item.rank).toBe(i + 1);
    expect(item.source).toBe('model');
    if (i) expect(item.probability).toBeLessThanOrEqual(prediction.items[i - 1].probability);
    const joint = scores.joint.find(({ action }) => action === item.action);
    const row = rows.indexOf(item.id);
    for (const other of scores.joint) {
      expect(joint?.chances[row]).toBeGreaterThanOrEqual(other.chances[row]);
    }
  });
});

test('actions below 5 % are skipped, but never all of them', () => {
  expect(itemActions([0.5, 0.02, 0.3])).toEqual(['click', 'purchase']);
  expect(itemActions([0, 0, 0])).toHaveLength(1);
});

test('without a model, the cart moves the funnel and viewed items come first', async () => {
  const { scorer } = randomShopper(0, 1);
  const event = { ts: 1, session: 's', source: 'track', item: 'item-9' } as const;
  const token = {
    item: 9,
    gap: 0,
    newSession: 1,
    recency: 0,
    price: 0,
    agreement: 0,
    place: 1,
    stage: 0,
    elapsed: 1,
    longest: 0,
    visits: 1,
    events: 1,
    carts: 0,
    orders: 0,
    hour: 0,
  } as const;
  const after = async (action: number) =>
    readScores(baseline(scorer.rows, 30, [{ ...token, action }]), NEUTRAL_CALIBRATION);
  const click = await after(0);
  const cart = await after(1);
  expect(cart.intent.purchase).toBeGreaterThan(click.intent.purchase);
  expect(cart.actions[5]).toBeGreaterThan(click.actions[5]);
  const rows = { ...scorer.rows, size: 30, item: () => undefined };
  const none = { ...occasion, backend: 'none' as const };
  const relations = relationsOf([{ ...event, type: 'click' }]);
  const { items } = compose(none, click, rows, { trained: 0 }, relations, { k: 3 });
  expect(items[0]).toMatchObject({ id: 'item-9', source: 'recent' });
  expect(items[0].reasons[0].kind).toBe('seen');
  // Its category next: every fifth item.
  expect(items[1]).toMatchObject({ id: 'item-4', source: 'popular' });
});

test('the empty prediction has every field', () => {
  expect(Object.keys(emptyPrediction().actions)).toHaveLength(9);
});

test('before the first prediction there is an empty one, with every name', () => {
  const { actions, ...rest } = emptyPrediction();
  expect(new Set(Object.values(actions))).toEqual(new Set([0]));
  expect(rest).toEqual({
    id: '',
    ts: 0,
    backend: 'none',
    ms: 0,
    model: '',
    intent: { purchase: 0, cart: 0, band: 'unlikely', calibrated: false },
    items: [],
  });
});

test('reasons know what is popular, what was trained and which item is the current one', () => {
  const rows = {
    size: 3,
    indexOf: (id: string) => ['chair', 'stool', 'lamp'].indexOf(id),
    id: (row: number) => ['chair', 'stool', 'lamp'][row],
    item: (row: number) =>
      row === 2 ? undefined : { id: ['chair', 'stool'][row], category: ['Chairs'] },
  };
  const scores = {
    actions: new Float32Array(9),
    intent: emptyPrediction().intent,
    items: Float32Array.of(0.5, 0.3, 0.2),
    joint: [{ action: 'click' as const, chances: Float32Array.of(0.5, 0.3, 0.2) }],
  };
  const told = (popularity: number[], trained: number, item = 'chair') =>
    Object.fromEntries(
      compose(
        { ...occasion, backend: 'cpu' },
        scores,
        rows,
        { trained, popularity },
        relationsOf([{ ts: 1, session: 's', source: 'track', item, type: 'click' }]),
        {},
      ).items.map(({ id, reasons }) => [id, reasons.map(({ kind }) => kind)]),
    );
  // Popular is above e times the average; the last item was not trained.
  expect(told([0, 1, 1.5], 2)).toEqual({
    chair: ['seen'],
    stool: ['same-category'],
    lamp: ['popular'],
  });
  expect(told([1.5, 0, 0], 2)).toEqual({
    chair: ['seen', 'popular'],
    stool: ['same-category'],
    lamp: [],
  });
  expect(told([0, 0, 0], 3).lamp).toEqual(['often-next']);
  // An item that is current and that nobody knows more of than its id.
  expect(told([0, 0, 0], 3, 'lamp')).toEqual({
    chair: ['often-next'],
    stool: ['often-next'],
    lamp: ['seen'],
  });
});
