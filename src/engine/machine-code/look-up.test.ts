import { afterEach, expect, test, vi } from 'vitest';
import { seededRandom } from '../../lib/random.js';
import { chancesWithCopies } from '../copy-term.js';
import { createCpuEngine } from '../cpu/cpu-engine.js';
import { allAtOnce } from '../../lib/async/steps.js';
import { buildingItemTable } from '../item-table.js';
import { createLookUp } from '../look-up.js';
import { randomHistory, randomModel } from '../random-model.fixture.js';
import { createReferenceEngine } from '../transformer.js';
import { createFastLookUp } from './look-up.js';

afterEach(() => vi.unstubAllGlobals());

const [M, C] = [16, 256];

/** Look-ups of both kinds, with the same codes and scales. */
function both(items: number, spread = 1) {
  const random = seededRandom(items);
  const codes = Uint8Array.from({ length: items * M }, () => random() * C);
  const priors = Float32Array.from({ length: items }, () => random() * -9);
  const scales = Float32Array.from({ length: items }, () => 0.5 + random());
  const dots = Float64Array.from({ length: M * C }, () => (random() - 0.5) * spread);
  const [plain, fast] = [createLookUp, createFastLookUp].map((create) => {
    const made = create(codes, M, C, priors);
    made.scales.set(scales);
    // As the item table does, for the lengths of its rows.
    made.lookUp(dots, new Float32Array(items), 0, items, 0);
    return made;
  });
  return { plain, fast, dots };
}

const COPIES = [
  [5, 1.5],
  [7, -0.5],
  [2049, 4],
] as const;

/** Chances by `sweep`, and those that typed arrays give in two passes. */
async function chancesOf(items: number, live: number[], temperature: number, spread = 1) {
  const { plain, fast, dots } = both(items, spread);
  const copiesOf = (logitOf: (row: number) => number) =>
    COPIES.filter(([item]) => item < items + live.length).map(([item, more]) => ({
      item,
      logit: 0.5 * logitOf(item) + more,
    }));
  const empty = () => {
    const logits = new Float32Array(items + live.length);
    logits.set(live, items);
    return logits;
  };
  const [expected, said] = [empty(), empty()];
  plain.lookUp(dots, expected, 0, items, 0.7);
  await chancesWithCopies(expected, copiesOf, 0.3, temperature);
  await fast.sweep?.(dots, 0.7)(said, copiesOf, 0.3, temperature);
  return { expected, said };
}

test.each([
  [1, [], 1],
  [9, [0.5, 2], 1],
  [2048, [], 1],
  [2048, [1], 1.3],
  [2050, [-3, 4, 0.25], 0.8],
  [10_001, Array(3000).fill(-1), 1.2],
])(
  'the chances of %i items and live ones are those of typed arrays',
  async (items, live, temperature) => {
    const { expected, said } = await chancesOf(items, live, temperature);
    expect(said.length).toBe(expected.length);
    said.forEach((chance, i) => expect(chance / expected[i]).toBeCloseTo(1, 4));
    expect(said.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 4);
  },
);

test('a product that is far above or below all others leaves numbers', async () => {
  for (const spread of [60, 2000]) {
    const { expected, said } = await chancesOf(5000, [], 1, spread);
    said.forEach((chance, i) => expect(Math.abs(chance - expected[i])).toBeLessThan(1e-3));
    expect(said.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 4);
  }
});

test('what is no number has no chance', async () => {
  const { fast, dots } = both(3000);
  const said = new Float32Array(3000);
  fast.scales[17] = Number.NaN;
  await fast.sweep?.(dots, 0)(said, () => [], 0, 1);
  expect(said[17]).toBe(0);
  expect(said.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 4);
});

test('an engine with it agrees with the oracle, also where two queries take turns', async () => {
  const model = randomModel({}, 5000, 3);
  const table = allAtOnce(buildingItemTable(model, createFastLookUp));
  expect(table.lookUps.sweep).toBeDefined();
  const plain = allAtOnce(buildingItemTable(model));
  table.lookUps.scales.forEach((scale, i) => expect(scale).toBeCloseTo(plain.lookUps.scales[i], 4));
  const history = randomHistory(20, 5000, 1);
  const pause = () => new Promise<void>(setImmediate);
  const said = await createCpuEngine(model, table, pause).score(history);
  const expected = await createReferenceEngine(model, plain).score(history);
  const actions = [0, 1, 2];
  const found = await Promise.all(actions.map((action) => said.items(action, 1.1)));
  for (const action of actions) {
    const wanted = await expected.items(action, 1.1);
    found[action].forEach((chance, i) => expect(chance / wanted[i]).toBeCloseTo(1, 4));
  }
});

test.each([
  ['there is no WebAssembly', undefined],
  [
    'a Content Security Policy forbids it',
    {
      Module: class {
        constructor() {
          throw new Error('CompileError');
        }
      },
    },
  ],
])('typed arrays serve where %s', (_, WebAssembly) => {
  vi.stubGlobal('WebAssembly', WebAssembly);
  const { fast } = both(9);
  expect(fast.sweep).toBeUndefined();
});
