import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FileChooser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readModel } from '../src/model/model-file.js';
import { recordRequests, violations } from './browser.fixture.js';
import { englishLeft } from './english-left.fixture.js';
import { serve } from './serve.fixture.js';
import { shopLog } from './shop-log.fixture.js';
import { useSite } from './site.fixture.js';

const CSP =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

const site = useSite(() => serve({ csp: CSP }), { strict: true });
const open = () => site.open('/log.html');
const give = (page: Page, name: string, log: string | Buffer) =>
  page.setInputFiles('#file', { name, mimeType: 'text/csv', buffer: Buffer.from(log) });
/** Waits for one kind of report, or its failure. */
const reported = async (page: Page, title: string) => {
  await page
    .locator(`h3:text-is("${title}"), #fault:not([hidden])`)
    .first()
    .waitFor({ timeout: 120_000 });
  return page.locator('#fault').textContent();
};
const bars = (page: Page) =>
  page.$$eval('.bars tr', (rows) =>
    rows.map((row) =>
      [...row.querySelectorAll('th, .number')].map((cell) => cell.textContent ?? ''),
    ),
  );

test('reads, measures and trains on a log in the page, and sends nothing', async () => {
  const page = await open();
  expect(await violations(page)).toEqual([]);
  const requests = recordRequests(site.context);
  await give(page, 'events.csv.gz', gzipSync(shopLog()));
  expect(await reported(page, 'Not trained on it')).toBe('');
  const found = await page.locator('#found').textContent();
  expect(found).toMatch(/lines: .* events, 300 sessions, 40 items/);
  expect(found).toContain('columns: session=session, time=time, type=type, item=item, price=price');

  await page.click('#train');
  await page.locator('#stop').waitFor();
  expect(await reported(page, 'Trained on it')).toBe('');
  const rows = await bars(page);
  expect(rows.map(([name]) => name)).toEqual([
    'What this shopper viewed last',
    'What sells most',
    'What others viewed next',
    'What visits like this one led to',
    'nextaisle, not trained on it',
    'nextaisle, trained on it',
  ]);
  const text = await page.locator('.log details pre').first().textContent();
  const [, recall] = /^nextaisle +([\d.]+)/m.exec(text ?? '') ?? [];
  expect(rows.at(-1)?.[1]).toBe(`${recall}%`);

  const download = page.waitForEvent('download');
  await page.click('#download');
  const file = await download;
  expect(file.suggestedFilename()).toBe('events.safetensors');
  const model = readModel(new Uint8Array(readFileSync(await file.path())).buffer);
  expect(model.vocabulary.items).toHaveLength(40);
  expect(await violations(page)).toEqual([]);
  // Only files of the shop's own origin were requested.
  expect(requests.urls().map((url) => url.replace(site.url, ''))).toEqual([
    '/weights/base.safetensors',
    '/dist/tfjs-backend-wasm-simd.wasm',
    '/dist/uplot.js',
  ]);
  // How it came on, round by round.
  await page.locator('#curve canvas').waitFor();
  await page.locator('#curve summary').press('Enter');
  await expect.poll(() => page.locator('#curve tbody tr').count()).toBeGreaterThan(1);
  // A band cannot have more visits than there are.
  const visits = await page
    .locator('.cells')
    .last()
    .locator('td[data-what=Visits]')
    .allTextContents();
  expect(visits).toHaveLength(3);
  for (const count of visits) expect(Number(count)).toBeLessThanOrEqual(30);
});

test.each([1280, 390])(
  'shows what the trained model sees in its visits, in three languages, at %i px',
  async (width) => {
    await site.newContext({ viewport: { width, height: 844 }, reducedMotion: 'reduce' });
    const page = await open();
    // With something odd in it.
    await give(page, 'odd.csv', `${shopLog()}1,1735732800000,wobble,item-1,C,5\n`);
    expect(await reported(page, 'Not trained on it')).toBe('');
    await page.click('#train');
    expect(await reported(page, 'Trained on it')).toBe('');
    const own = (name: string) => page.locator(`[data-own="${name}"]`);
    for (const name of ['compare', 'moments', 'segments']) {
      await own(name).locator('[data-ready]').waitFor({ timeout: 120_000 });
    }
    const inWords = (name: string) => own(name).locator('.verdict').first().textContent();
    expect(await inWords('compare')).toMatch(/^Ours held the next product in [\d.]+% of \d+ cases/);
    expect(await own('compare').locator('.totals tr').count()).toBe(4);
    // Names of the log's own: it has no pictures.
    await expect
      .poll(() => own('compare').locator('.tile .plain').first().textContent())
      .toMatch(/^item-/);
    await own('compare').getByRole('button', { name: 'The next visit' }).click();
    await own('compare').locator('[role="status"]', { hasText: 'Visit 2 of' }).waitFor();

    await own('moments').locator('.outcome:not([aria-busy]) .verdict').waitFor();
    for (const box of await own('moments').getByRole('checkbox').all()) await box.check();
    await own('moments').getByLabel('Things done so far, at least').fill('1');
    await own('moments').locator('.outcome .verdict', { hasText: 'It acts in' }).waitFor();
    expect(await own('moments').locator('.outcome h2').textContent()).toMatch(
      /^In \d+ visits of the latest tenth of this log/,
    );

    const cell = own('segments').locator('.cell').first();
    await cell.click();
    expect(await own('segments').locator('[aria-live]').textContent()).toMatch(
      /of them buy afterwards.*The model expected/s,
    );

    for (const lang of ['de', 'zh']) {
      const tables = await Promise.all(
        [lang, `panels-${lang}`].map(
          (name) => import(new URL(`../demo/lang/${name}.js`, import.meta.url).href),
        ),
      );
      await page.click(`[data-lang=${lang}]`);
      await expect.poll(() => page.getAttribute('html', 'lang')).toBe(lang);
      await own('moments').locator('.outcome:not([aria-busy]) .verdict').waitFor();
      const table = Object.assign({}, ...tables.map(({ words }) => words));
      expect([lang, await englishLeft(page, table)]).toEqual([lang, []]);
      const { wide, shown } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        shown: document.documentElement.clientWidth,
      }));
      expect([lang, wide]).toEqual([lang, shown]);
      expect(await violations(page)).toEqual([]);
    }
  },
);

test('by keyboard: a log, a training that is stopped, and the best model so far', async () => {
  const page = await open();
  const tabTo = async (css: string) => {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), css)) return;
    }
    throw new Error(`${css} is not reached`);
  };
  await tabTo('#file');
  // Chromium opens none when the machine was busy for longer than a press counts.
  let chooser: FileChooser | undefined;
  for (let press = 0; press < 3 && !chooser; press++) {
    const asked = page.waitForEvent('filechooser').catch(() => undefined);
    await page.keyboard.press('Space');
    chooser = await asked;
  }
  expect(chooser?.isMultiple()).toBe(true);
  await tabTo('#made-up');
  await page.keyboard.press('Enter');
  expect(await reported(page, 'Not trained on it')).toBe('');
  // Disabled while it was read: the focus comes back, so that the next Tab passes over nothing.
  await page.locator('#made-up:focus').waitFor();
  await tabTo('#train');
  await page.keyboard.press('Enter');
  await page.locator('#now:has-text("held-out")').waitFor({ timeout: 120_000 });
  // Disabled, because another log would share this report.
  expect(await page.locator('#file').isDisabled()).toBe(true);
  await tabTo('#stop');
  await page.keyboard.press('Enter');
  expect(await reported(page, 'Trained on it')).toBe('');
  await page.locator('#download:visible').waitFor();
  await tabTo('#download');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toBe('made-up.safetensors');
  // Its visits are played to the model first.
  await page.locator('#file:enabled').waitFor({ timeout: 120_000 });
});

test('explains why a log cannot be read, and reads it once columns are named', async () => {
  const page = await open();
  const odd = shopLog().replace('session,time,type,item', 'besuch,time,type,ware');
  await give(page, 'odd.csv', odd);
  expect(await reported(page, 'Not trained on it')).toMatch(
    /column .*found: besuch, time, type, ware/,
  );
  // What the fault says to set is in view, and the fault too.
  await page.locator('#columns:visible').waitFor();
  const { top, bottom } = await page
    .locator('#fault')
    .evaluate((fault) => fault.getBoundingClientRect());
  expect(top).toBeGreaterThanOrEqual(0);
  expect(Math.floor(bottom)).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
  await page.fill('#columns', 'session=besuch,item=ware');
  await give(page, 'odd.csv', odd);
  await page.locator('h3:text-is("Not trained on it")').waitFor({ timeout: 120_000 });
  expect(await page.locator('#fault').isVisible()).toBe(false);
});

test('text of a log never becomes markup', async () => {
  const page = await open();
  const bad = '<img src=x onerror=alert(1)>';
  const rows = shopLog().replaceAll('item-3,', `"${bad}",`).split('\n');
  rows.splice(5, 0, `1,${bad},${bad},${bad},${bad},${bad}`);
  await give(page, `${bad}.csv`, rows.join('\n'));
  expect(await reported(page, 'Not trained on it')).toBe('');
  expect(await page.locator('#found').textContent()).toContain(bad);
  expect(await page.locator('main img').count()).toBe(0);
});

test('says what is no log, or may be misread, in its own words', async () => {
  const page = await open();
  const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAA', 'base64');
  const log = shopLog();
  const misread = log.replace(/(?<=^\d*[02468],)\d{13}/gm, 'never');
  for (const [name, content, says] of [
    ['photo.csv', picture, /photo\.csv is a PNG image, not a log\. Give the events/],
    ['log.csv.gz', gzipSync(picture), /holds, packed with gzip, a PNG image/],
    ['login.csv', '<!doctype html><title>Log in</title>', /a page in HTML, a login page perhaps/],
    ['bare.csv', '7,x,view\n7,y,cart\n', /has no header: .* “Columns” user,item/],
    ['misread.csv', misread, /may be misread: \d+% .* “Share of lines that may be refused” 0\.\d+/],
    ['cut.csv.gz', gzipSync(log).subarray(0, 3000), /cut\.csv\.gz is a gzip file that breaks off/],
    ['one.csv', 'session,item\na,x\na,x\n', /Nothing to learn from: .* one product, x/],
  ] as const) {
    await give(page, name, content as Buffer);
    await expect.poll(() => page.locator('#fault').textContent()).toMatch(says);
    expect(await page.locator('#fault').textContent()).not.toContain('--');
    for (const lang of ['de', 'zh', 'en']) {
      await page.click(`[data-lang=${lang}]`);
      await page.locator(`html[lang=${lang}]`).waitFor();
      // In the words of the page: nothing is marked as another language's.
      expect([name, lang, await page.locator('#fault [lang]').count()]).toEqual([name, lang, 0]);
    }
  }
});

test('reads several files, a robot apart, and what its fields say', async () => {
  const page = await open();
  const [header, ...rows] = shopLog().trimEnd().split('\n');
  const robot = Array.from({ length: 3000 }, (_, i) => `r,${1735732800000 + i},click,item-1,C,5`);
  const half = rows.length >> 1;
  const files = [rows.slice(0, half), [...rows.slice(half), ...robot]].map((part, i) => ({
    name: `part-${i}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(`${[header, ...part].join('\r\n')}\r\n`, 'utf16le'),
  }));
  await page.setInputFiles('#file', files);
  expect(await reported(page, 'Not trained on it')).toBe('');
  const found = (await page.locator('#found').textContent()) ?? '';
  expect(found).toMatch(/300 sessions, 40 items/);
  expect(found).toMatch(/300 shoppers, the largest with/);
  expect(found).toContain('part-1.csv: read as UTF-16LE');
  expect(found).toMatch(/1 shopper left out as a robot.*r with 3,000.*To keep them: “Keep robots”/);
  await page.click('summary');
  await page.check('[name=keepRobots]');
  await page.setInputFiles('#file', files);
  await expect.poll(() => page.locator('#found').textContent()).toMatch(/301 sessions/);
  expect(await page.locator('#found').textContent()).toMatch(/shopper r has \d+% of the events/);
});

test('reads a folder that is dropped', async () => {
  const page = await open();
  const folder = mkdtempSync(join(tmpdir(), 'nextaisle-drop-'));
  try {
    const [header, ...rows] = shopLog().trimEnd().split('\n');
    mkdirSync(join(folder, 'log/day=1'), { recursive: true });
    writeFileSync(join(folder, 'log/_SUCCESS'), '');
    writeFileSync(join(folder, 'log/.part.crc'), 'crc');
    writeFileSync(join(folder, 'log/part-00000'), [header, ...rows.slice(0, 500)].join('\n'));
    writeFileSync(
      join(folder, 'log/day=1/part-00001.csv'),
      [header, ...rows.slice(500)].join('\n'),
    );
    mkdirSync(join(folder, 'pictures'));
    writeFileSync(join(folder, 'pictures/a.png'), 'x');
    const devtools = await page.context().newCDPSession(page);
    const box = await page.locator('#drop').boundingBox();
    const drop = async (name: string) => {
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await devtools.send('Input.dispatchDragEvent', {
          type,
          x: (box?.x ?? 0) + 20,
          y: (box?.y ?? 0) + 20,
          data: { items: [], files: [join(folder, name)], dragOperationsMask: 1 },
        });
      }
    };
    await drop('pictures');
    await expect
      .poll(() => page.locator('#fault').textContent())
      .toMatch(/pictures is a folder without a log .*It holds a\.png/);
    await drop('log');
    expect(await reported(page, 'Not trained on it')).toBe('');
    expect(await page.locator('#found').textContent()).toMatch(/300 sessions, 40 items/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
