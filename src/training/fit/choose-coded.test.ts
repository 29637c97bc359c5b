import { expect, test } from 'vitest';
import { chooseCoded } from './choose-coded.js';
import { heldOutItems } from './held-out-items.js';

/** Items by events, and the held-out recall and MRR where those with so many have codes. */
const codable = (items: Record<number, number>, quality: Record<number, number>) => ({
  countFrom: (least: number) => items[least] ?? 0,
  bytesFor: () => 16,
  rankFrom: (least: number) => {
    const found = Uint8Array.from({ length: 1000 }, (_, i) => +(i < 1000 * quality[least]));
    return { ...heldOutItems(found, 0), mrr: quality[least] };
  },
});

test('codes go to rare items where these are gained by', () => {
  const items = { 1: 50_000, 2: 20_000, 3: 9000, 5: 2000, 10: 400 };
  const worth = { 1: 0.3, 2: 0.2, 3: 0.15, 5: 0.1, 10: 0.05 };
  const { chosen, trials, of } = chooseCoded(codable(items, worth), 50_000, undefined);
  expect(chosen).toMatchObject({ least: 1, items: 50_000, recall: 0.3 });
  expect(Math.round(chosen.kilobytes)).toBe(977);
  expect(trials.map(({ least }) => least)).toEqual([1, 2, 3, 5, 10]);
  expect(of).toBe(50_000);
});

test('and not where a larger file would gain nothing', () => {
  const items = { 1: 50_000, 2: 20_000, 3: 9000, 5: 2000, 10: 400 };
  const flat = { 1: 0.3, 2: 0.3, 3: 0.3, 5: 0.3, 10: 0.299 };
  expect(chooseCoded(codable(items, flat), 50_000, undefined).chosen.least).toBe(5);
});

test('where as many are found without codes as with them, the seed would decide: they stay', () => {
  const items = { 1: 6493, 2: 499 };
  const found = (gained: number, lost: number) =>
    Uint8Array.from({ length: 438 }, (_, i) => +(i < 300 - lost || (i >= 400 && i < 400 + gained)));
  const gaining = (gained: number) => ({
    ...codable(items, {}),
    rankFrom: (least: number) => heldOutItems(least === 1 ? found(0, 0) : found(gained, 16), 0),
  });
  expect(chooseCoded(gaining(16), 6493, undefined).chosen.least).toBe(1);
  // One more than with codes for all is still a coin; many more are not.
  expect(chooseCoded(gaining(17), 6493, undefined).chosen.least).toBe(1);
  expect(chooseCoded(gaining(30), 6493, undefined).chosen.least).toBe(2);
});

test('a small shop keeps all its items; with nobody held out every shop does', () => {
  const few = { 1: 40, 2: 38, 3: 30, 5: 12 };
  const same = { 1: 0.3, 2: 0.3, 3: 0.3, 5: 0.31 };
  expect(chooseCoded(codable(few, same), 40, undefined).chosen).toEqual({
    least: 1,
    items: 40,
    kilobytes: (40 * 20) / 1024,
  });
  const many = { 1: 50_000, 2: 20_000, 3: 9000, 5: 2000 };
  const blind = { ...codable(many, same), rankFrom: () => heldOutItems(new Uint8Array(0), 0) };
  expect(chooseCoded(blind, 50_000, undefined).chosen).toMatchObject({ least: 1, items: 50_000 });
});

test('`minItemCount` decides instead, and says so where it leaves nothing', () => {
  const items = { 1: 40, 4: 20 };
  const { chosen, trials } = chooseCoded(codable(items, {}), 40, 4);
  expect(chosen).toMatchObject({ least: 4, items: 20 });
  expect(trials).toEqual([chosen]);
  expect(() => chooseCoded(codable(items, {}), 40, 9)).toThrow(/minItemCount is 9: no item/);
});
