import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { randomModel } from '../../engine/random-model.fixture.js';
import type { Item } from '../../events/item.js';
import { browserEnvironment } from '../../lib/environment.js';
import { seededRandom } from '../../lib/random.js';
import { writeModel } from '../../model/write-model.js';
import { runCommandLine } from '../../training/node/command-line.js';
import type { ModelChoice } from '../load/model-choice.js';
import { withOwnPast } from '../load/with-own-past.js';
import { createPredictor } from '../create-predictor.js';
import { failingLoaders } from '../loaders.fixture.js';
import { modelFault } from '../load/describe-file.js';
import { readCatalog } from '../load/read-catalog.js';
import { predictCommand } from './predict-command.js';
import type { SessionPrediction } from './predict-shoppers.js';

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-predict-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);

/** More items than are asked for, 12 bytes each. */
const ITEMS = 60;
const file = writeModel(
  randomModel({ width: 32, ffn: 32, window: 8, contentBuckets: 64, subIds: 4 }, ITEMS, 5),
);
writeFileSync(path('shop.safetensors'), file);

interface Line {
  user: string;
  ts: number;
  type: 'click' | 'cart' | 'purchase';
  item: Item;
}

/** Shoppers with a visit or two each; some look at what the file does not know. */
const lines: Line[] = [];
const random = seededRandom(4);
const below = (n: number) => Math.floor(random() * n);
for (let user = 0; user < 30; user++) {
  for (let visit = 0; visit <= user % 3; visit++) {
    const began = Date.UTC(2025, 4, 1 + visit, 9, user);
    for (let step = 0; step < 1 + below(6); step++) {
      const number = below(ITEMS + 3);
      // The last two are described by nothing but their id.
      const about = number < ITEMS + 1 ? { category: ['a', 'b'], brand: 'Ours' } : {};
      lines.push({
        user: `u${user}`,
        ts: began + step * 60_000,
        type: (['click', 'click', 'cart', 'purchase'] as const)[below(4)],
        item: { id: `item-${number}`, price: 5 + number, ...about },
      });
    }
  }
}
const csv = (rows: readonly Line[]) =>
  `${['user,time,type,item,category,brand,price', ...rows.map(({ user, ts, type, item }) => [user, ts, type, item.id, item.category?.join('/') ?? '', item.brand ?? '', item.price].join(','))].join('\n')}\n`;
writeFileSync(path('log.csv'), csv(lines));

async function run(...args: string[]) {
  const ended = { code: 0, out: '', err: '' };
  const write = (name: 'out' | 'err') => ({
    write(text: string) {
      ended[name] += text;
    },
  });
  const terminal = { out: write('out'), err: write('err') };
  const { signal } = new AbortController();
  ended.code = await runCommandLine(['predict', ...args], {
    terminal,
    signal,
    version: '0',
    wasmFolder: '',
    sqlFolder: '',
    baseModel: '',
    others: { predict: (given) => predictCommand(given, terminal, signal) },
  });
  return ended;
}

const predictionsIn = (text: string): SessionPrediction[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the page and the command say the same', () => {
  beforeEach(() => {
    vi.stubGlobal('window', Object.assign(new EventTarget(), { dataLayer: [] }));
    vi.stubGlobal('document', new EventTarget());
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('location', { href: 'https://shop.example/' });
  });
  afterEach(() => vi.unstubAllGlobals());

  const loaders = {
    ...failingLoaders(),
    loadEngine: () => import('../engine-kit.js'),
    loadFiles: () => Promise.resolve({ readCatalog, modelFault }),
    loadShop: async () => ({ withShop: async (choice: ModelChoice) => withOwnPast(choice) }),
  };

  async function inPage(history: readonly Line[], k: number) {
    const now = history[history.length - 1].ts;
    const described = lines.find(({ item }) => item.id === `item-${ITEMS}`)?.item as Item;
    const predictor = createPredictor(
      {
        model: file.buffer,
        catalog: [described],
        sources: [],
        consent: 'memory',
        backend: 'cpu',
        environment: { ...browserEnvironment(), now: () => now, after: () => () => {} },
      },
      loaders,
    );
    await predictor.ready;
    for (const { type, item, ts } of history)
      predictor.track(type, { id: item.id, price: item.price }, { ts });
    const prediction = await predictor.predict({ k });
    expect(prediction.backend).toBe('cpu');
    expect(predictor.status().catalog).toMatchObject({ read: 1, refused: 0 });
    predictor.destroy();
    return prediction;
  }

  test('after each shopper’s latest visit, all that came before read', async () => {
    const { code, out, err } = await run(path('shop.safetensors'), path('log.csv'));
    expect(code, err).toBe(0);
    const told = predictionsIn(out);
    expect(told.map(({ shopper }) => shopper)).toEqual(
      Array.from({ length: 30 }, (_, user) => `u${user}`),
    );
    for (const [user, { actions, intent, items, ...rest }] of told.entries()) {
      const history = lines.filter((line) => line.user === `u${user}`);
      const page = await inPage(history, 20);
      expect(rest.events).toBe(history.length);
      expect(rest.until).toBe(new Date(history[history.length - 1].ts).toISOString());
      expect(items.map(({ id }) => id)).toEqual(page.items.map(({ id }) => id));
      items.forEach(({ probability, action, rank }, at) => {
        expect(probability).toBeCloseTo(page.items[at].probability, 6);
        expect({ action, rank }).toEqual({ action: page.items[at].action, rank: at + 1 });
      });
      expect(actions.leave).toBeCloseTo(page.actions.leave, 6);
      expect(actions.cart).toBeCloseTo(page.actions.cart, 6);
      expect(intent.purchase).toBeCloseTo(page.intent.purchase, 6);
      expect(intent.band).toBe(page.intent.band);
    }
    // The third product after the trained ones is known to those alone who saw it.
    expect(told.some(({ items }) => items.some(({ id }) => id === `item-${ITEMS + 2}`))).toBe(true);
  });
});

test('every session with --all-sessions, as JSON lines, a table or Parquet', async () => {
  const args = [path('shop.safetensors'), path('log.csv'), '--all-sessions', '--k', '3'];
  for (const name of ['all.jsonl', 'all.csv', 'all.parquet']) {
    const { code, out, err } = await run(...args, '--out', path(name));
    expect(code, err).toBe(0);
    expect(out).toBe('');
    expect(err).toContain(`all.${name.split('.')[1]}: 60 predictions`);
  }
  const told = predictionsIn(readFileSync(path('all.jsonl'), 'utf8'));
  expect(told).toHaveLength(60);
  expect(told.filter(({ shopper }) => shopper === 'u2')).toHaveLength(3);
  const flat = told.flatMap(({ items, ...one }) => items.map((item) => ({ ...one, item })));
  const buffer = await asyncBufferFromFile(path('all.parquet'));
  const rows = await parquetReadObjects({ file: buffer });
  expect(rows).toHaveLength(180);
  const table = readFileSync(path('all.csv'), 'utf8').trim().split('\n');
  const header = table[0].split(',');
  expect(table).toHaveLength(181);
  flat.forEach(({ item, shopper, began, actions, intent }, at) => {
    const expected = {
      shopper,
      began,
      item: item.id,
      probability: item.probability,
      next_leave: actions.leave,
      intent_purchase: intent.purchase,
      band: intent.band,
    };
    expect(rows[at]).toMatchObject(expected);
    const cells = table[at + 1].split(',');
    for (const [name, value] of Object.entries(expected))
      expect(cells[header.indexOf(name)]).toBe(String(value));
  });
});

test('--exclude leaves out what a mail would not show', async () => {
  const { out } = await run(
    ...[path('shop.safetensors'), path('log.csv'), '--exclude', 'seen,purchased', '--k', '60'],
  );
  for (const { shopper, items } of predictionsIn(out)) {
    const seen = new Set(lines.filter(({ user }) => user === shopper).map(({ item }) => item.id));
    expect(items.length).toBeGreaterThan(30);
    expect(items.filter(({ id }) => seen.has(id))).toEqual([]);
  }
});

test('one event of one shopper is enough, and ids of another column say so', async () => {
  writeFileSync(path('one.csv'), csv(lines.slice(0, 1)));
  const one = await run(path('shop.safetensors'), path('one.csv'), '--k', '1');
  expect(predictionsIn(one.out)).toMatchObject([{ shopper: 'u0', shopperColumn: null, events: 1 }]);
  const ga4 = [
    'user_id,user_pseudo_id,event_timestamp,event_name,item_id',
    'ann,c1,2025-05-01T10:00:00Z,view_item,item-1',
    'ann,c1,2025-05-01T10:01:00Z,view_item,item-2',
    ',c2,2025-05-01T10:02:00Z,view_item,item-3',
  ];
  writeFileSync(path('ga4.csv'), ga4.join('\n'));
  const columns = ['--columns', 'user=user_id+user_pseudo_id'];
  const both = await run(path('shop.safetensors'), path('ga4.csv'), ...columns);
  expect(predictionsIn(both.out)).toMatchObject([
    { shopper: 'ann', shopperColumn: null },
    { shopper: 'c2', shopperColumn: 'user_pseudo_id' },
  ]);
});

test.each([
  [['shop.safetensors'], 'Usage: nextaisle predict <model> <log…>'],
  [['shop.safetensors', 'log.csv', '--out', 'next.xlsx'], 'ends in .jsonl, .parquet or .csv'],
  [['shop.safetensors', 'log.csv', '--out', 'no/such/next.csv'], 'a folder that can be written to'],
  [['shop.safetensors', 'log.csv', '--json'], '--json is true: needs --out'],
  [['shop.safetensors', 'log.csv', '--k', '0'], '--k is "0": a whole number from 1 to 1000'],
  [
    ['shop.safetensors', 'log.csv', '--exclude', 'bought'],
    'some of current,in-cart,purchased,seen',
  ],
])('wrong usage is explained: %j', async (args, says) => {
  const named = args.map((arg) => (/^(shop|log)\./.test(arg) ? path(arg) : arg));
  const { code, out, err } = await run(...named);
  expect([code, out]).toEqual([2, out.startsWith('{') ? out : '']);
  expect(err).toContain(says);
});
