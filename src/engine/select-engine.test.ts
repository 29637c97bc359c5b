import { expect, test } from 'vitest';
// Loaded when idle: here it is there before.
import './judge.js';
import { PredictorError } from '../lib/errors.js';
import type { Environment } from '../lib/environment.js';
import { createCpuEngine } from './cpu/cpu-engine.js';
import type { Engine } from './engine.js';
import { contend, type GpuEngine } from './contend.js';
import { makeGolden } from './golden.js';
import { createItemTable } from './item-table.js';
import { randomHistory, randomModel } from './random-model.fixture.js';
import { type EngineOptions, type EngineStatus, selectEngine } from './select-engine.js';

/** Just large enough that a probe is worth it; real WebGL is in e2e/engine.test.ts. */
const ITEMS = 130_000;
const model = randomModel({ width: 8, ffn: 8, window: 4, heads: 1, subIds: 8 }, ITEMS, 1);
const table = createItemTable(model);
const history = randomHistory(6, ITEMS, 1);
model.golden = makeGolden(model, table, history);

/** Time moves only when an engine says so, and idle comes when the test says so. */
function world() {
  let now = 0;
  const tasks: (() => void)[] = [];
  const later = (task: () => void) => {
    tasks.push(task);
    return () => void tasks.splice(tasks.indexOf(task), 1);
  };
  const environment: Environment = {
    now: () => now,
    clock: () => now,
    random: () => 0.5,
    after: (_, task) => later(task),
    turn: () => Promise.resolve(),
    idle: later,
  };
  const idle = async () => {
    for (const task of tasks.splice(0)) task();
    // Past every promise a probe goes through.
    await new Promise((resolve) => setTimeout(resolve));
  };
  const spend = (ms: number) => {
    now += ms;
  };
  return { environment, idle, waiting: () => tasks.length, spend };
}

/**
 * A stand-in for the GPU: right answers in `ms`, until it is lost. The cpu engine takes no time on
 * this clock, so whoever is to win a probe takes less than none.
 */
function standIn(ms: number, spend: (ms: number) => void, from = model) {
  const cpu = createCpuEngine(from, table);
  const state = { lost: false, disposed: 0, scored: 0, lose: () => {} };
  const refuse = () => {
    if (state.lost) throw new PredictorError('BACKEND_UNAVAILABLE', 'lost');
  };
  const engine: GpuEngine = {
    backend: 'webgl',
    async score(tokens) {
      refuse();
      spend(ms);
      state.scored++;
      const output = await cpu.score(tokens);
      return {
        ...output,
        async items(action, temperature) {
          refuse();
          return output.items(action, temperature);
        },
      };
    },
    async scoreBatch(histories) {
      refuse();
      return cpu.scoreBatch(histories);
    },
    onLost(listener) {
      state.lose = () => {
        state.lost = true;
        listener();
      };
    },
    dispose: () => void state.disposed++,
  };
  return { engine, state };
}

function select(options: Partial<EngineOptions> & { gpu?: GpuEngine }, at = world()) {
  const seen: EngineStatus[] = [];
  let loads = 0;
  let created = 0;
  const selected = selectEngine({
    model,
    table,
    want: 'auto',
    environment: at.environment,
    isVisible: () => true,
    onChange: (status) => seen.push(status),
    async loadWebgl() {
      loads++;
      if (!options.gpu) throw new Error('refused by the page');
      const create = async () => {
        created++;
        return options.gpu as GpuEngine;
      };
      return { contend: (...all) => contend(create, ...all) };
    },
    ...options,
  });
  return { ...selected, ...at, seen, loads: () => loads, created: () => created };
}

const items = async (engine: Pick<Engine, 'score'>) => [
  ...(await (await engine.score(history)).items(0)),
];
const expected = await items(createCpuEngine(model, table));

test('cpu: serves when asked for, and loads nothing', async () => {
  const { engine, status, idle, loads } = select({ want: 'cpu' });
  expect(await items(engine)).toEqual(expected);
  await idle();
  expect(loads()).toBe(0);
  expect(status()).toMatchObject({ backend: 'cpu', reason: 'The cpu engine was asked for.' });
});

test('auto: does not load WebGL for a small model', async () => {
  const small = randomModel({}, 20_000, 1);
  const { engine, status, idle, loads } = select({ model: small, table: createItemTable(small) });
  await engine.score(history);
  await idle();
  expect(loads()).toBe(0);
  expect(status().reason).toMatch(/faster for a model of this size/);
});

test('auto: answers on cpu at once, and moves to WebGL if it wins the probe', async () => {
  const at = world();
  const { engine: gpu, state } = standIn(-1, at.spend);
  const { engine, status, idle, waiting, seen } = select({ gpu }, at);
  await idle();
  expect(waiting()).toBe(0);
  expect(await items(engine)).toEqual(expected);
  expect(status().backend).toBe('cpu');
  await idle();
  expect(status()).toMatchObject({ backend: 'webgl' });
  expect(status().reason).toMatch(/^WebGL was faster in a probe/);
  expect(seen.map(({ backend }) => backend)).toEqual(['webgl']);
  const before = state.scored;
  expect(await items(engine)).toEqual(expected);
  expect(state.scored).toBe(before + 1);
});

test('auto: stays on cpu if WebGL loses the probe, and releases WebGL', async () => {
  const at = world();
  const { engine: gpu, state } = standIn(9, at.spend);
  const { engine, status, idle, seen } = select({ gpu }, at);
  await engine.score(history);
  await idle();
  expect(status().reason).toBe(
    'The cpu engine was faster in a probe on this device: 9.0 ms on WebGL, 0.0 ms on cpu.',
  );
  expect(state.disposed).toBe(1);
  expect(seen).toEqual([]);
});

test('auto: probes only on a visible page with a history', async () => {
  const at = world();
  let visible = false;
  const { engine: gpu } = standIn(-1, at.spend);
  const { engine, idle, loads } = select({ gpu, isVisible: () => visible }, at);
  await engine.score(history);
  await idle();
  visible = true;
  await engine.score([]);
  await idle();
  expect(loads()).toBe(0);
  await engine.score(history);
  await idle();
  expect(loads()).toBe(1);
});

test('auto: refuses WebGL that misses the golden vectors or does not load', async () => {
  const at = world();
  const wrong = { ...model, tensors: new Map(model.tensors) };
  wrong.tensors.set(
    'head.action',
    model.tensors.get('head.action')!.map((v) => v * 1.1),
  );
  const { engine: gpu, state } = standIn(-1, at.spend, wrong);
  const first = select({ gpu }, at);
  await first.engine.score(history);
  await first.idle();
  expect(first.status().backend).toBe('cpu');
  expect(first.status().reason).toMatch(/golden vectors/);
  expect(state.disposed).toBe(1);
  const second = select({});
  await second.engine.score(history);
  await second.idle();
  expect(second.status().reason).toMatch(/refused by the page/);
  expect(await items(second.engine)).toEqual(expected);
});

test('auto: cpu takes over when the context is lost, and WebGL is tried again', async () => {
  const at = world();
  const { engine: gpu, state } = standIn(-1, at.spend);
  const { engine, status, idle, seen, created, waiting } = select({ gpu }, at);
  await engine.score(history);
  await idle();
  const output = await engine.score(history);
  const asked = engine.score(history);
  state.lose();
  expect(status()).toMatchObject({ backend: 'cpu', reason: 'The WebGL context was lost.' });
  // Between an output and its items; in flight; afterwards; as a batch.
  expect([...(await output.items(0))]).toEqual(expected);
  expect([...(await (await asked).items(0))]).toEqual(expected);
  expect(await items(engine)).toEqual(expected);
  const [batched] = await engine.scoreBatch([history]);
  expect([...(await batched.items(0))]).toEqual(expected);
  expect(state.disposed).toBe(1);
  expect(seen.map(({ backend }) => backend)).toEqual(['webgl', 'cpu']);
  expect(waiting()).toBe(1);
  await idle();
  state.lost = false;
  await engine.score(history);
  await idle();
  expect(created()).toBe(2);
  expect(status().backend).toBe('webgl');
});

test('auto: WebGL is built again after a lost context though nobody asked in between', async () => {
  const at = world();
  const { engine: gpu, state } = standIn(-1, at.spend);
  const { engine, status, idle, seen, created, waiting } = select({ gpu }, at);
  await engine.score(history);
  await idle();
  state.lose();
  state.lost = false;
  // The time to wait, then the idle moment.
  await idle();
  expect([waiting(), created(), status().backend]).toEqual([1, 1, 'cpu']);
  await idle();
  expect([waiting(), created(), status().backend]).toEqual([0, 2, 'webgl']);
  expect(seen.map(({ backend }) => backend)).toEqual(['webgl', 'cpu', 'webgl']);
  const before = state.scored;
  expect(await items(engine)).toEqual(expected);
  expect(state.scored).toBe(before + 1);
});

test('auto: WebGL that throws without a lost context is dropped too', async () => {
  const at = world();
  const { engine: gpu, state } = standIn(-1, at.spend);
  const { engine, status, idle } = select({ gpu }, at);
  await engine.score(history);
  await idle();
  state.lost = true;
  expect(await items(engine)).toEqual(expected);
  expect(status().backend).toBe('cpu');
  expect(state.disposed).toBe(1);
});

test('webgl: serves when asked for, without a probe', async () => {
  const at = world();
  const { engine: gpu, state } = standIn(9, at.spend);
  const { engine, status } = select({ gpu, want: 'webgl' }, at);
  expect(await items(engine)).toEqual(expected);
  // Once for the golden vectors.
  expect(state.scored).toBe(2);
  expect(status()).toMatchObject({ backend: 'webgl', reason: 'The webgl engine was asked for.' });
  state.lose();
  await expect(engine.score(history)).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE' });
  expect(status().error?.code).toBe('BACKEND_UNAVAILABLE');
});

test('golden vectors that cannot be read count as missed', async () => {
  const broken = { ...model, golden: { tokens: 'many' } };
  const { engine: gpu } = standIn(-1, () => {});
  const { engine, status, created } = select({ gpu, model: broken, want: 'webgl' });
  await expect(engine.score(history)).rejects.toMatchObject({ code: 'MODEL_CORRUPT' });
  expect(status().error?.detail).toBe('golden');
  expect(created()).toBe(0);
});

test('webgl: reports an error when asked for and unable to run', async () => {
  const missing = select({ want: 'webgl' });
  await expect(missing.engine.score(history)).rejects.toMatchObject({
    code: 'BACKEND_UNAVAILABLE',
  });
  await expect(missing.engine.scoreBatch([history])).rejects.toBeInstanceOf(PredictorError);
  expect(missing.seen).toHaveLength(1);
  const at = world();
  const other = randomModel({ width: 8, ffn: 8, window: 4, heads: 1, subIds: 8 }, ITEMS, 2);
  const { engine: gpu } = standIn(0, at.spend, other);
  const wrong = select({ gpu, want: 'webgl' }, at);
  await expect(wrong.engine.score(history)).rejects.toMatchObject({ code: 'ENGINE_MISMATCH' });
});

test('dispose stops a waiting probe and a running one', async () => {
  const at = world();
  const { engine: gpu, state } = standIn(-1, at.spend);
  const early = select({ gpu }, at);
  await early.engine.score(history);
  early.dispose();
  expect(at.waiting()).toBe(0);
  const late = select({ gpu }, at);
  await late.engine.score(history);
  const running = late.idle();
  // The chunk is there, the engine is being judged.
  for (let i = 0; i < 500 && !late.created(); i++) await Promise.resolve();
  expect(late.created()).toBe(1);
  late.dispose();
  await running;
  expect(state.disposed).toBe(1);
  expect(late.seen).toEqual([]);
  const loading = select({ gpu }, at);
  await loading.engine.score(history);
  const arriving = loading.idle();
  loading.dispose();
  await arriving;
  expect([loading.loads(), loading.created()]).toEqual([1, 0]);
});
