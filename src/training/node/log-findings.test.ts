import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadedFacts, loadedLines } from '../measure/log-text.js';
import { type LoadOptions, loadLog } from './load-log.js';

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-findings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DAY = 86_400;
const START = 1735732801;
/** `shoppers` with `events` each over ten days. */
function rows(shoppers: number, events: number, types = ['view', 'view', 'cart', 'purchase']) {
  return Array.from({ length: shoppers * events }, (_, i) => {
    const [shopper, step] = [Math.floor(i / events), i % events];
    return `u${shopper},${START + (shopper % 10) * DAY + step * 60},${types[step % types.length]},item-${(i * 7) % 30}`;
  });
}
async function load(
  lines: readonly string[],
  options: LoadOptions = {},
  header = 'user,time,type,item',
) {
  const path = join(folder, 'log.csv');
  writeFileSync(path, [header, ...lines, ''].join('\n'));
  return loadLog([path], options);
}

test('shows what one would want to know before waiting', async () => {
  const loaded = await load([...rows(100, 4), `u0,${START + 5000},view,only-once`]);
  const [first, second] = loadedLines(loaded);
  expect(first).toBe('401 lines: 401 events, 101 sessions, 31 items');
  expect(second).toBe(
    '100 shoppers, the largest with 1.2% of the events; 4.0 events a session; 2025-01-01 to 2025-01-10; click 50%, cart 25%, purchase 25%; 3.2% of the items seen once',
  );
  // Of so regular a log it would not be true of a shop.
  expect(loaded.notes).toEqual([
    expect.stringMatching(/^in 99% of its visits something was bought, far more than in a shop/),
  ]);
  expect(loadedFacts(loaded).read.facts).toMatchObject({ shoppers: 100, lastDay: '2025-01-10' });
});

test('leaves a robot out, says so, and keeps it where that is wanted', async () => {
  const bot = Array.from({ length: 2001 }, (_, i) => `bot,${START + i},view,bots-${i}`);
  const { data, notes, facts } = await load([...rows(100, 4), ...bot]);
  expect(data.events).toBe(400);
  expect(facts.robots).toEqual([{ shopper: 'bot', events: 2001 }]);
  expect(notes.join()).toMatch(
    /1 shopper left out as a robot.*2,001 events.*more than 2,000 .*bot with 2,001.*--keep-robots/,
  );
  // What only the robot saw is no item of the log.
  expect(data.itemIds).toHaveLength(30);
  expect(data.shopperOffsets).toHaveLength(101);
  const kept = await load([...rows(100, 4), ...bot], { keepRobots: true });
  expect(kept.data.events).toBe(2401);
  expect(kept.notes.join()).toMatch(/shopper bot has 83% of the events/);
});

test('a log in which everybody makes many events has no robot', async () => {
  const { data, facts } = await load([...rows(20, 100), ...rows(1, 5000).map((row) => `w${row}`)]);
  expect(facts.robotBound).toBe(10_000);
  expect(data.events).toBe(7000);
});

test('robots by their user agent are left out', async () => {
  const agents = [
    'Mozilla/5.0 (X11; Linux)',
    'Mozilla/5.0 (compatible; Googlebot/2.1)',
    'curl/8.1',
  ];
  const lines = rows(30, 4).map((row, i) => `${row},${agents[Math.floor(i / 4) % 3]}`);
  const header = 'user,time,type,item,User Agent';
  const { data, ignored } = await load(lines, {}, header);
  expect(data.events).toBe(40);
  expect(ignored).toEqual({ 'robots by their user agent': 80 });
  expect((await load(lines, { keepRobots: true }, header)).data.events).toBe(120);
});

test('more than a tenth refused stops, with the commonest reasons and what stands there', async () => {
  const lines = rows(100, 4);
  for (let i = 0; i < 30; i++) lines[i * 3] = lines[i * 3].replace(/,\d{10}/, ',never');
  for (let i = 0; i < 9; i++) lines[i * 3 + 1] = 'a,b';
  expect((await load(lines.slice(0, 30), { allowRefused: 1 })).refused).toHaveLength(2);
  await load(lines, { allowRefused: 0.1 });
  lines.push(...Array.from({ length: 3 }, (_, i) => `u1,${START},zoom${i},item-1`));
  const failed = load(lines);
  await expect(failed).rejects.toMatchObject({ code: 'BAD_LOG' });
  await expect(failed).rejects.toThrow(
    /log\.csv may be misread: 11% of the lines were refused, more than 10%: 30 × time cannot be read \(.*log\.csv:2: u0,never,view,item-0\); 9 × another number of columns than the header \(.*log\.csv:3: a,b\); .*--allow-refused 0\.12$/,
  );
  expect((await load(lines, { allowRefused: 0.12 })).data.events).toBe(361);
});

test('lines that are not about products are not refused', async () => {
  const views = Array.from({ length: 4000 }, (_, i) => `u1,${START + i},page_view,`);
  const { refused, notes, ignored } = await load([...rows(50, 4), ...views]);
  expect(refused).toEqual([]);
  expect(ignored).toEqual({ page_view: 4000 });
  expect(notes.join()).toMatch(/95% of the lines are not about products/);
});

test.each<[string, string[], RegExp]>([
  ['clicks only', rows(20, 4, ['view']), /clicks only/],
  ['no purchase', rows(20, 4, ['view', 'cart']), /no purchase/],
  [
    'one day',
    rows(1, 9).concat(rows(11, 9).filter((row) => /^u10/.test(row))),
    /from one day, 2025-01-01/,
  ],
  [
    'visits of one event',
    rows(30, 1).concat(rows(1, 2)),
    /1\.0 events a session: hardly one goes on/,
  ],
  ['one shopper', rows(100, 4).map((row) => row.replace(/^u\d+/, 'u')), /one shopper only, u/],
])('says that a log has %s', async (_, lines, note) => {
  expect((await load(lines)).notes.join()).toMatch(note);
});

test.each<[string, string[], RegExp]>([
  ['no event', [], /the log holds no event/],
  [
    'no product',
    rows(20, 4, ['purchase']).map((row) => row.replace(/item-\d+/, '')),
    /no event of it has a product/,
  ],
  ['one product', rows(20, 4).map((row) => row.replace(/item-\d+/, 'x')), /one product, x/],
  ['one session', rows(1, 9), /all of it is one session/],
  ['no session of two events', rows(20, 1), /none of its 20 sessions has two events/],
])('there is nothing to learn from %s', async (_, lines, says) => {
  await expect(load(lines)).rejects.toMatchObject({
    code: 'NO_DATA',
    message: expect.stringMatching(says),
  });
});
