import { expect, test } from 'vitest';
import { readShopCard } from './shop-card.js';

function read(given: unknown) {
  const faults: string[] = [];
  const card = readShopCard(given, ({ code, detail }) => void faults.push(`${code} ${detail}`));
  return { card, faults };
}

const SHARES = { conversion: 0.021, cart: 0.08, bounce: 0.45 };
const ROW = [0, 0, 0, 0, 0, 0, 0, 0, 0];
const FITTED = {
  model: 'base 6',
  actions: { temperature: 1.2, bias: ROW },
  after: Array.from({ length: 8 }, () => ROW),
  purchase: { scale: 0.4, offset: -3 },
  cart: { scale: 1, offset: 0 },
  bands: { likely: 0.05, unlikely: 0.01 },
};

test.each([
  ['the object', SHARES],
  ['its JSON', JSON.stringify(SHARES)],
  ['the text of an attribute', 'conversion=0.021,cart=0.08,bounce=0.45'],
  ['the same with spaces', 'conversion=0.021; cart=0.08 bounce=0.45'],
])('reads %s', (_, given) => {
  expect(read(given)).toEqual({ card: expect.objectContaining(SHARES), faults: [] });
});

test('the share of buyers is enough, and what the command writes is read', () => {
  expect(read({ conversion: 0 })).toMatchObject({ card: { conversion: 0 }, faults: [] });
  const card = { ...SHARES, visits: 80, next: { click: { leave: 20, click: 60 } }, fitted: FITTED };
  expect(read(card)).toEqual({ card: expect.objectContaining(card), faults: [] });
  expect(read(JSON.stringify(card)).card).toMatchObject(card);
});

test.each<[unknown, ...string[]]>([
  [{ conversion: 2.1 }, 'shop.conversion'],
  [{ conversion: 1 }, 'shop.conversion'],
  [{ conversion: -0.1 }, 'shop.conversion'],
  [{ conversion: '0.021' }, 'shop.conversion'],
  [{ conversion: Number.NaN }, 'shop.conversion'],
  [{ conversion: null }, 'shop.conversion'],
  [{ cart: 0.08 }, 'shop.conversion'],
  [{}, 'shop.conversion'],
  [{ ...SHARES, cart: 8 }, 'shop.cart'],
  [{ ...SHARES, bounce: '45%' }, 'shop.bounce'],
  [{ conversion: 0.5, bounce: 0.6 }, 'shop.conversion and shop.bounce'],
  [{ ...SHARES, visits: 0 }, 'shop.visits'],
  [{ ...SHARES, visits: Number.POSITIVE_INFINITY }, 'shop.visits'],
  [{ ...SHARES, bouncing: 0.4 }, 'shop.bouncing'],
  [{ ...SHARES, next: { view: {} } }, 'shop.next.view'],
  [{ ...SHARES, next: { click: { leave: -1 } } }, 'shop.next.click.leave'],
  [{ ...SHARES, next: { click: { exit: 1 } } }, 'shop.next.click.exit'],
  [{ ...SHARES, next: [1] }, 'shop.next'],
  [{ ...SHARES, fitted: { ...FITTED, after: [ROW] } }, 'shop.fitted.after'],
  [
    { ...SHARES, fitted: { ...FITTED, bands: {} } },
    'shop.fitted.bands.likely',
    'shop.fitted.bands.unlikely',
  ],
  [
    { ...SHARES, fitted: { ...FITTED, actions: { temperature: 0, bias: ROW } } },
    'shop.fitted.actions.temperature',
  ],
  [
    { ...SHARES, fitted: { ...FITTED, actions: { temperature: 1, bias: [...ROW, 'x'] } } },
    'shop.fitted.actions.bias',
  ],
  ['conversion=2.1%', 'shop.conversion'],
  ['conversion=', 'shop.conversion'],
  ['conversion:0.02', 'shop'],
  ['{"conversion":0.02', 'shop'],
  ['0.02', 'shop'],
  [[0.02], 'shop'],
])('%j is refused as a whole', (given, ...names) => {
  expect(read(given)).toEqual({
    card: undefined,
    faults: names.map((name) => `BAD_OPTION ${name}`),
  });
});
