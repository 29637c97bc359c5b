import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { readModel } from '../model/model-file.js';
import type { Item } from '../events/item.js';
import type { SplitLog } from '../training/data/split-log.js';
import { compareShelves } from './compare-shelves.js';
import { demoShop, heldOutShoppers } from '../simulate/demo-shop.js';
import { demoLog } from './demo-log.js';
import { replayMoment } from './replay-moment.js';
import { replayVisits } from './replay-visits.js';
import { segmentPortrait } from './segment-portrait.js';
import { segmentsOf } from './segments.js';
import type { VisitTable } from './visit-table.js';

let table: VisitTable;
let log: SplitLog;
let products: Item[];
beforeAll(async () => {
  const file = readFileSync(new URL('../../weights/demo.safetensors', import.meta.url));
  const demo = new URL('../../demo/catalog.js', import.meta.url).href;
  const { catalog, itemOf } = (await import(demo)) as {
    catalog: Item[];
    itemOf(item: Item): Item;
  };
  const model = readModel(new Uint8Array(file).buffer);
  products = catalog.map(itemOf);
  log = demoLog(products, 120);
  table = await replayVisits(model, log, { visits: 300 });
}, 300_000);

test('what is held out are all events of shoppers whom the model never saw, and of no other', () => {
  const unseen = [...heldOutShoppers(demoShop(products), 120)].flat().map(({ ts }) => ts);
  expect(log.events('test').map((e) => log.data.ts[e])).toEqual(unseen);
});

test('plays whole visits of shoppers whom the model never saw', () => {
  expect(table.starts).toHaveLength(301);
  expect(table.item).toHaveLength(table.starts[300]);
  // Past shoppers are the first three thousand.
  expect(Math.min(...table.shopper)).toBeGreaterThanOrEqual(3000);
  const sums = Array.from(table.item, (_, row) =>
    table.chances.subarray(row * 9, row * 9 + 9).reduce((sum, chance) => sum + chance, 0),
  );
  expect(Math.min(...sums)).toBeCloseTo(1, 4);
  expect(Math.max(...sums)).toBeCloseTo(1, 4);
});

test('no shelf shows the product that is open, or one twice', () => {
  const { starts, item, shelves, methods, shelf } = table;
  const wrong: number[] = [];
  for (let v = 0; v < 300; v++) {
    let current = -1;
    for (let row = starts[v]; row < starts[v + 1]; row++) {
      if (item[row] >= 0) current = item[row];
      methods.forEach((_, m) => {
        const from = (row * methods.length + m) * shelf;
        const shown = shelves.subarray(from, from + shelf);
        if (shown.includes(current) || new Set(shown).size < shelf) wrong.push(row);
      });
    }
  }
  expect(wrong).toEqual([]);
});

test('the recently viewed shelf begins with what was looked at before', () => {
  const { starts, item, shelves, methods, shelf } = table;
  const method = methods.indexOf('recently viewed');
  let asked = 0;
  for (let v = 0; v < 300; v++) {
    const seen = [...item.subarray(starts[v], starts[v + 1])].filter((i) => i >= 0);
    const [row] = [starts[v + 1] - 1];
    const current = seen.at(-1);
    const before = seen.filter((i) => i !== current).at(-1);
    if (before === undefined) continue;
    expect(shelves[(row * methods.length + method) * shelf]).toBe(before);
    asked++;
  }
  expect(asked).toBeGreaterThan(100);
});

test('compares the shelves over the same cases, hit by hit', () => {
  const { totals, cases, hits, lead } = compareShelves(table);
  expect(totals.map(({ method }) => method)).toEqual(table.methods);
  totals.forEach(({ hit }, m) => {
    const counted = hits.filter((bits) => bits >= 0 && bits & (1 << m)).length;
    expect(hit.n).toBe(cases);
    expect(Math.round(hit.value * cases)).toBe(counted);
  });
  const best = Math.max(...totals.slice(1).map(({ hit }) => hit.value));
  expect(lead.value).toBeCloseTo(totals[0].hit.value - best, 9);
  expect(lead.low).toBeGreaterThan(0);
});

const offer = { discount: 0.1, margin: 0.4 };

test('a rule that always holds fires in every visit, and its offer costs a tenth of the rest', () => {
  const outcome = replayMoment(table, { events: { atLeast: 1 } }, offer);
  expect(outcome.fired.value).toBe(1);
  expect(outcome.after).toBe(1);
  const { starts, action, price } = table;
  let value = 0;
  for (let v = 0; v < 300; v++) {
    for (let row = starts[v] + 1; row < starts[v + 1]; row++) {
      if (action[row] === 2) value += price[row];
    }
  }
  expect(value).toBeGreaterThan(0);
  expect(outcome.money?.cost.value).toBeCloseTo(value / 10, 3);
  const { order = 0, cost, needed } = outcome.money ?? {};
  expect(needed?.value).toBeCloseTo((cost?.value ?? 0) / (0.3 * order), 6);
  expect(cost?.low).toBeLessThan(value / 10);
  expect(cost?.high).toBeGreaterThan(value / 10);
});

test('a rule that never holds costs nothing', () => {
  const outcome = replayMoment(table, { events: { atLeast: 1000 } }, offer);
  expect(outcome.fired.value).toBe(0);
  expect(outcome.boughtAnyway.n).toBe(0);
  expect(outcome.others.n).toBe(300);
  expect(outcome.money?.cost.value).toBe(0);
});

test('a rule acts once a visit, at the first moment at which it holds', () => {
  const few = replayMoment(table, { events: { atLeast: 3 } }, offer);
  expect(few.after).toBe(3);
  const long = table.starts.slice(1).filter((end, v) => end - table.starts[v] >= 3).length;
  expect(Math.round(few.fired.value * 300)).toBe(long);
});

test('an offer above the margin never pays', () => {
  const outcome = replayMoment(table, {}, { discount: 0.5, margin: 0.4 });
  expect(outcome.money?.cost.value).toBeGreaterThan(0);
  expect(outcome.money?.needed).toBeUndefined();
});

test('refuses what when() refuses, and names it', () => {
  expect(() => replayMoment(table, { intent: { purchse: { above: 0.1 } } }, offer)).toThrow(
    'purchse',
  );
});

test('without prices an outcome has no money', () => {
  const priceless = { ...table, price: table.price.map(() => Number.NaN) };
  expect(replayMoment(priceless, {}, offer).money).toBeUndefined();
});

test('segments: each visit arrives once, and bands order what is bought', () => {
  const segments = segmentsOf(table);
  const arriving = segments.filter(({ stage }) => stage === 'arriving');
  expect(arriving.reduce((sum, { visits }) => sum + visits, 0)).toBe(300);
  const bought = (name: string) => {
    const own = segments.filter(({ band, visits }) => band === name && visits);
    const visits = own.reduce((sum, one) => sum + one.visits, 0);
    return own.reduce((sum, one) => sum + one.bought.value * one.visits, 0) / visits;
  };
  expect(bought('likely')).toBeGreaterThan(bought('undecided'));
  expect(bought('undecided')).toBeGreaterThan(bought('unlikely'));
  for (const { said, bought: came, visits } of segments) {
    // What it says of a segment comes true, as far as so few can tell.
    if (visits > 60) expect(Math.abs(said - came.value)).toBeLessThan(0.15);
  }
});

test('a segment has the sentences of profile(), in the language that is asked for', async () => {
  const asked = { stage: 'basket', band: 'likely', names: { Lighting: 'Licht' } };
  const english = await segmentPortrait(table, { ...asked, lang: 'en', names: {} });
  expect(english.lang).toBe('en');
  expect(english.sentences.length).toBeGreaterThan(0);
  for (const text of english.sentences) {
    expect(text).toMatch(
      /^Views (?:.+ \d\.\d times as often as other shoppers do|the .+ third .*)\.$/,
    );
  }
  const german = await segmentPortrait(table, { ...asked, lang: 'de' });
  expect(german.lang).toBe('de');
  expect(german.sentences).toHaveLength(english.sentences.length);
  for (const text of german.sentences) expect(text).toMatch(/^Sieht /);
});

test('the taste that a segment is said to have is one that its visits have', async () => {
  const { starts, item, items } = table;
  const inLighting = (v: number) =>
    [...item.subarray(starts[v], starts[v + 1])].some(
      (i) => items[i]?.category?.[0] === 'Lighting',
    );
  const visits = Array.from({ length: 300 }, (_, v) => v).filter(inLighting);
  // A table of the visits to one department, and as many others, whose band is another.
  const band = table.band.map((_, row) => {
    const visit = starts.findIndex((_, v) => row < starts[v + 1]);
    return visits.includes(visit) ? 0 : 2;
  });
  const split = { ...table, band };
  const said = (name: string) =>
    segmentPortrait(split, { stage: 'exploring', band: name, lang: 'en' });
  expect((await said('likely')).sentences[0]).toMatch(/^Views Lighting/);
  expect((await said('unlikely')).sentences.join(' ')).not.toContain('Views Lighting');
});
