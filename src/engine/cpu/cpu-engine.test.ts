import { expect, test } from 'vitest';
import type { Token } from '../../encoding/token.js';
import { type ModelConfig, receptiveField } from '../../model/config.js';
import type { Engine, Output } from '../engine.js';
import { createItemTable, type ItemTable } from '../item-table.js';
import { randomHistory, randomModel } from '../random-model.fixture.js';
import { createReferenceEngine } from '../transformer.js';
import { createCpuEngine } from './cpu-engine.js';

const SMALL = { width: 16, ffn: 24, window: 5, contentBuckets: 32 } as const;
const TOLERANCE = 1e-4;

function build(config: Partial<ModelConfig>, items: number, seed: number, live = 3) {
  const model = randomModel({ ...SMALL, ...config }, items, seed);
  const table = createItemTable(model);
  for (let i = 0; i < live; i++)
    table.write(table.size, [{ bucket: i * 7, weight: 1 }], [i, 1, 2, -1, 0, 3]);
  return {
    model,
    table,
    cpu: createCpuEngine(model, table),
    oracle: createReferenceEngine(model, table),
    field: receptiveField(model.config),
  };
}

async function flat(output: Output): Promise<number[]> {
  return [
    ...output.actions,
    ...output.intent,
    ...(await output.items(0)).map(Math.log),
    ...(await output.items(2, 1.5)).map(Math.log),
  ];
}

function worst(a: number[], b: number[]): number {
  expect(a.length).toBe(b.length);
  // Math.max keeps a NaN, which then fails every comparison.
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

async function expectEqual(cpu: Engine, oracle: Engine, history: readonly Token[]) {
  const difference = worst(
    await flat(await cpu.score(history)),
    await flat(await oracle.score(history)),
  );
  expect(difference).toBeLessThan(TOLERANCE);
}

const SHAPES: [string, Partial<ModelConfig>, number][] = [
  ['no identities, live rows only', { subIds: 0 }, 0],
  ['identities without sub-ids', { subIds: 0 }, 20],
  ['one sub-id', { subIds: 1 }, 40],
  ['two sub-ids, few centroids', { subIds: 2, centroids: 7 }, 40],
  ['eight sub-ids', { subIds: 8 }, 60],
  ['sixteen sub-ids', { subIds: 16 }, 60],
  ['one layer, four heads', { layers: 1, heads: 4 }, 30],
  ['four layers, window of two', { layers: 4, window: 2 }, 30],
  ['a projection of embeddings', { embeddingLength: 6 }, 30],
  ['odd inner width', { ffn: 13, heads: 1 }, 30],
];

test.each(SHAPES)('equals the oracle event by event: %s', async (_, config, items) => {
  const { cpu, oracle, table, field } = build(config, items, 11);
  // Past the window and past the receptive field, one event at a time.
  const history = randomHistory(field + 12, table.size, 5);
  for (let t = 0; t <= history.length; t++) await expectEqual(cpu, oracle, history.slice(0, t));
});

test.each(SHAPES)('equals the oracle, all events at once: %s', async (_, config, items) => {
  for (const length of [1, 4, 5, 6, 9, 30]) {
    const { cpu, oracle, table } = build(config, items, length);
    await expectEqual(cpu, oracle, randomHistory(length, table.size, length));
  }
});

test('equals the oracle at the default shape', async () => {
  const { cpu, oracle, table } = build({ width: 64, ffn: 256, window: 32 }, 300, 3);
  const history = randomHistory(80, table.size, 9);
  for (const t of [20, 63, 64, 79, 80]) await expectEqual(cpu, oracle, history.slice(0, t));
});

test('stays exact after many events', async () => {
  const { cpu, oracle, table, field } = build({}, 50, 4);
  const history = randomHistory(20_000, table.size, 6);
  for (let t = 1; t <= history.length; t++) {
    await cpu.score(history.slice(Math.max(0, t - field - 3), t));
  }
  // The oracle sees only what the last output depends on; positions differ by 19,990.
  const difference = worst(
    await flat(await cpu.score(history.slice(-field - 3))),
    await flat(await oracle.score(history.slice(-field - 3))),
  );
  expect(difference).toBeLessThan(TOLERANCE);
});

test('depends only on the history, not on earlier calls', async () => {
  const { cpu, oracle, table, field } = build({}, 50, 8);
  const history = randomHistory(field + 8, table.size, 2);
  const other = randomHistory(7, table.size, 3);
  await cpu.score(history);
  await expectEqual(cpu, oracle, other);
  await expectEqual(cpu, oracle, [...other, history[0], history[1]]);
  // The last token stays, an earlier one goes.
  await cpu.score(history);
  await expectEqual(cpu, oracle, [...history.slice(0, -3), ...history.slice(-2)]);
  // The oldest go, so that less than the field is left.
  await cpu.score(history);
  await expectEqual(cpu, oracle, history.slice(-4));
  // Shorter than before, several more at once, far more at once, the same again, nothing.
  await expectEqual(cpu, oracle, history.slice(0, 6));
  await expectEqual(cpu, oracle, history.slice(0, 9));
  await expectEqual(cpu, oracle, history);
  await expectEqual(cpu, oracle, history);
  await expectEqual(cpu, oracle, []);
  // The same token object twice.
  await expectEqual(cpu, oracle, [other[0], other[1], other[0]]);
  await expectEqual(cpu, oracle, [other[0], other[1], other[0], other[2], other[0]]);
});

/** Counts how often an item vector is read: once a token, and by the read-out once an event of the window. */
function counted(table: ItemTable): { table: ItemTable; reads: () => number } {
  let reads = 0;
  const read: ItemTable['read'] = (row, out) => {
    reads++;
    table.read(row, out);
  };
  const wrapped = new Proxy(table, {
    get: (target, key) => (key === 'read' ? read : Reflect.get(target, key)),
  });
  return { table: wrapped, reads: () => reads };
}

test('reads one token per new event', async () => {
  const { model, table: plain, field } = build({}, 50, 8);
  const { table, reads } = counted(plain);
  const cpu = createCpuEngine(model, table);
  const history = randomHistory(200, table.size, 1);
  await cpu.score(history.slice(0, 100));
  const { window } = model.config;
  expect(reads()).toBe(field + window);
  for (let t = 101; t <= 200; t++) await cpu.score(history.slice(0, t));
  expect(reads()).toBe(field + 100 + 101 * window);
  // Futures of two steps each: two tokens each, not the whole history.
  const future = randomHistory(2, table.size, 4);
  await cpu.scoreBatch([future, future].map((steps) => [...history, ...steps]));
  expect(reads()).toBe(field + 104 + 103 * window);
});

test('an item whose content changes is read again', async () => {
  const { cpu, oracle, table } = build({}, 20, 5);
  const history = randomHistory(8, table.size, 1).map((token) => ({ ...token, item: 21 }));
  await cpu.score(history);
  table.write(21, [{ bucket: 3, weight: 1 }]);
  await expectEqual(cpu, oracle, history);
  const { version } = table;
  table.write(21, [{ bucket: 3, weight: 1 }]);
  table.write(table.size, [{ bucket: 9, weight: 1 }]);
  expect(table.version).toBe(version);
  await expectEqual(cpu, oracle, history);
});

test('a batch answers each history, and every answer stays valid', async () => {
  const { cpu, oracle, table, field } = build({}, 50, 13);
  const base = randomHistory(field + 2, table.size, 2);
  const batch = [
    [...base, ...randomHistory(2, table.size, 3)],
    base.filter((_, i) => i !== 4),
    base.slice(0, 3),
    [],
    base,
  ];
  const before = await cpu.score(base);
  const answers = await cpu.scoreBatch(batch);
  const again = await cpu.score(base);
  for (const [i, history] of batch.entries()) {
    const expected = await flat(await oracle.score(history));
    expect(worst(await flat(answers[i]), expected)).toBeLessThan(TOLERANCE);
  }
  expect(worst(await flat(before), await flat(again))).toBe(0);
});
