import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../model/safetensors.js';
import { type ShopLogOptions, shopCsv, useCommands } from './command.fixture.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const { path, run, write } = useCommands();
const BEGAN = Date.UTC(2025, 0, 1);
const LATER = Date.UTC(2025, 1, 1);
const made = shopCsv({ shoppers: 1500, seed: 1, from: BEGAN });
const shop = path('shop.safetensors');

let report: { figures: { recall20: { value: number }; predictions: number } };
beforeAll(async () => {
  const args = ['train', write('log.csv', made), '--epochs', '2', '--width', '32', '--json'];
  const trained = await run(...args, '--out', shop);
  expect(trained.code, trained.err).toBe(0);
  const { bytes, ...printed } = JSON.parse(trained.out);
  expect(bytes).toBe(readFileSync(shop).length);
  report = printed.report;
});

const later = (options: Partial<ShopLogOptions>) =>
  write('later.csv', shopCsv({ shoppers: 300, seed: 2, from: LATER, ...options }));
const drift = async (log: string, ...more: string[]) => {
  const ended = await run('drift', shop, log, '--require-fresh', '--json', ...more);
  return { ...ended, told: JSON.parse(ended.out) };
};

test('the file keeps the figures of its report, and inspect shows them', async () => {
  const { out } = await run('inspect', shop, '--json');
  const { figures } = JSON.parse(out);
  expect(figures.recall20.value).toBeCloseTo(report.figures.recall20.value, 4);
  expect(figures).toMatchObject({ on: 'test', predictions: report.figures.predictions });
  const last = Number(made.trimEnd().split('\n').at(-1)?.split(',')[1]);
  expect(figures.until).toBeGreaterThanOrEqual(last);
  const text = await run('inspect', shop);
  expect(text.out).toMatch(/when made +recall@20 \d+\.\d%, MRR@20 /);
  // And it is a model as before.
  expect(text.out).toContain('golden vectors agree');
});

test('a shop that goes on as before keeps its model', async () => {
  const { code, told, err } = await drift(later({}));
  expect([code, told.answer, told.reasons], err).toEqual([0, 'keep', []]);
  expect(told.later).toBe(true);
  expect(told.today.shoppers).toBe(300);
  const mrr = told.changes.find(({ name }: { name: string }) => name === 'mrr20');
  expect(mrr.low).toBeLessThan(mrr.value);
  expect(mrr.high).toBeGreaterThan(mrr.value);
  const text = await run('drift', shop, later({}));
  expect(text.out).toMatch(/\nrecall@20 +\d+\.\d% +\d+\.\d% … \d+\.\d% +\d+\.\d% /);
  expect(text.out).toMatch(/\nKeep it: nothing got worse by more than chance explains\.\n$/);
});

test('of a log that goes on from the model’s own, only what is later is measured', async () => {
  const both =
    made + shopCsv({ shoppers: 300, seed: 2, from: LATER }).split('\n').slice(1).join('\n');
  const { told } = await drift(write('both.csv', both));
  const alone = await drift(later({}));
  expect(told.today).toEqual(alone.told.today);
});

test('with nothing later the latest tenth is measured, and that is said', async () => {
  const { told, err, code } = await drift(path('log.csv'));
  expect(err).toContain("no visit began after the model's own log ended");
  expect([code, told.later, told.answer]).toEqual([0, false, 'keep']);
  expect(told.today.recall20.value).toBeCloseTo(report.figures.recall20.value, 4);
});

describe('it asks for a training', () => {
  test('when products are new', async () => {
    const { code, told } = await drift(later({ firstItem: 20 }));
    expect([code, told.answer]).toEqual([1, 'retrain']);
    expect(told.text).toMatch(/^Retrain, because MRR@20 fell by \d+\.\d points \(/);
    expect(told.text).toContain('the share of next products that the file does not know rose by');
  });

  test('when chances no longer hold', async () => {
    const { code, told } = await drift(later({ buying: 0.95 }));
    expect([code, told.answer]).toEqual([1, 'retrain']);
    expect(told.text).toMatch(/the chance of a purchase said \d+\.\d% on average and came in \d/);
    expect(told.today.purchase.off.high).toBeLessThan(0);
  });
});

test('too few predictions tell nothing, so they do not pass', async () => {
  const { code, told } = await drift(later({ shoppers: 8 }));
  expect([code, told.answer]).toEqual([1, 'unknown']);
  expect(told.text).toMatch(/^Cannot tell, because \d+ predictions today are too few/);
  const free = await run('drift', shop, later({ shoppers: 8 }));
  expect(free.code).toBe(0);
});

test.each([
  ['no figures', undefined],
  ['figures of no kind', '"fine"'],
  ['figures without numbers', '{"on":"test","predictions":"many","shoppers":3}'],
  ['figures with a hole', '{"on":"test","predictions":300,"shoppers":3,"recall20":{"value":0.3}}'],
])('a file with %s is told so', async (_, text) => {
  const { metadata, tensors } = readSafetensors(new Uint8Array(readFileSync(shop)).buffer);
  delete metadata.report;
  if (text !== undefined) metadata.report = text;
  writeFileSync(path('old.safetensors'), writeSafetensors(metadata, tensors));
  const old = await run('drift', path('old.safetensors'), later({}), '--require-fresh');
  expect(old.code, old.err).toBe(1);
  expect(old.out).toContain('Cannot tell, because the file does not say what it achieved');
  expect(old.err).toContain('measured on the latest tenth of this one');
});
