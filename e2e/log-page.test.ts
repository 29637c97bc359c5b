import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readModel } from '../src/model/model-file.js';
import { recordRequests, violations } from './browser.fixture.js';
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
    'What this shopper looked at last',
    'What sells most',
    'What others looked at next',
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
  ]);
});

test('gives the best model so far when training is stopped', async () => {
  const page = await open();
  await page.click('#made-up');
  expect(await reported(page, 'Not trained on it')).toBe('');
  await page.click('#train');
  await page.locator('#now:has-text("held-out")').waitFor({ timeout: 120_000 });
  // Disabled, because another log would share this report.
  expect(await page.locator('#file').isDisabled()).toBe(true);
  await page.click('#stop');
  expect(await reported(page, 'Trained on it')).toBe('');
  expect(await page.locator('#download').isVisible()).toBe(true);
  await expect.poll(() => page.locator('#file').isEnabled()).toBe(true);
});

test('explains why a log cannot be read, and reads it once columns are named', async () => {
  const page = await open();
  const odd = shopLog().replace('session,time,type,item', 'besuch,time,type,ware');
  await give(page, 'odd.csv', odd);
  expect(await reported(page, 'Not trained on it')).toMatch(
    /column .*found: besuch, time, type, ware/,
  );
  await page.click('summary');
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
