import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readShopCard } from '../../prediction/shop-card.js';
import { shopCsv, useCommands } from './command.fixture.js';

const { path, write, run } = useCommands();
const FROM = Date.UTC(2026, 0, 5);

describe('from a log', () => {
  test('counts visits, and fits the base model, as the option shop takes it', async () => {
    const log = write('day.csv', shopCsv({ shoppers: 300, seed: 2, from: FROM, buying: 0.2 }));
    const out = path('card.json');
    const { code, err, out: said } = await run('card', log, '--out', out);
    expect(code, err).toBe(0);
    expect(said).toContain(out);
    const faults: string[] = [];
    const text = readFileSync(out, 'utf8');
    const card = readShopCard(text, ({ message }) => void faults.push(message));
    expect(faults).toEqual([]);
    // 70% of the fifth that has a cart; nobody leaves at once in this log.
    expect(card?.conversion).toBeGreaterThan(0.09);
    expect(card?.conversion).toBeLessThan(0.19);
    expect(card?.cart).toBeGreaterThan(card?.conversion ?? 1);
    expect(card?.bounce).toBe(0);
    // The last visits may go on.
    expect(card?.visits).toBeGreaterThan(280);
    expect(card?.visits).toBeLessThan(300);
    expect(card?.next?.cart?.purchase).toBeGreaterThan(card?.next?.cart?.leave ?? 0);
    expect(card?.fitted?.model).toMatch(/^base \d+$/);
    // After a cart a purchase is near, and after a purchase the visit ends: never so in the base model.
    const after = card?.fitted?.after ?? [];
    expect(after[1][2]).toBeGreaterThan(after[1][0]);
    expect(after[2][8]).toBeGreaterThan(1);
  });

  test('a few visits give shares alone', async () => {
    const log = write('few.csv', shopCsv({ shoppers: 15, seed: 2, from: FROM, buying: 0.5 }));
    const { out } = await run('card', log);
    expect(JSON.parse(out)).toMatchObject({ conversion: expect.any(Number) });
    expect(JSON.parse(out).fitted).toBeUndefined();
  });

  test('a log of looks alone says nothing of who buys', async () => {
    const log = write('looks.csv', shopCsv({ shoppers: 50, seed: 2, from: FROM, buying: 0 }));
    const { code, err } = await run('card', log);
    expect(code).toBe(1);
    expect(err).toContain('--purchases');
  });
});

describe('from totals', () => {
  test('divides them by the visits', async () => {
    const { code, out } = await run(
      ...['card', '--visits', '12000', '--purchases', '250', '--carts', '960', '--bounces', '5400'],
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      conversion: 0.0208,
      cart: 0.08,
      bounce: 0.45,
      visits: 12000,
    });
  });

  test.each([
    [['card'], 'Usage'],
    [['card', '--purchases', '3'], 'Usage'],
    [['card', '--visits', '100'], 'Usage'],
    [['card', 'log.csv', '--visits', '100'], 'Usage'],
    [['card', '--visits', '100', '--purchases', '250'], '--purchases is "250": a part of the 100'],
    [['card', '--visits', '100', '--purchases', '2.1'], '--purchases is "2.1": a whole number'],
    [['card', '--visits', '0', '--purchases', '0'], '--visits is "0"'],
    [['card', '--visits', '100', '--purchases', '60', '--bounces', '50'], 'does not buy'],
  ])('%j is refused', async (argv, said) => {
    const { code, err } = await run(...argv);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});
