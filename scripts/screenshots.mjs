// `npm run screenshots [-- --de --zh --shop --log …]`: a picture of every view of the demo in every language, wide
// and narrow, light and dark, to be looked at; with flags, of those languages and views only. Pictures are written
// to screenshots/, which is not committed. Ends with 1 when a page reported an error or is wider than the screen.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { CHROMIUM_ARGS, ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { readFlags } from './read-flags.mjs';
import { rootPath } from './shell.mjs';

const LANGUAGES = ['en', 'de', 'zh'];
const WIDTHS = [1280, 390];
const SCHEMES = ['light', 'dark'];
const SLOW = { timeout: 300_000 };

/** `act` gets a page to the state that is shown; `settle` waits for it after a change of language. */
const VIEWS = [
  { name: 'shop', path: '/' },
  { name: 'department', path: '/#/c/lighting' },
  { name: 'product', path: '/#/p/opal-pendant' },
  { name: 'basket', path: '/#/p/opal-pendant', act: fillBasket },
  { name: 'search', path: '/#/s/lamp' },
  ...['Heard', 'Expected', 'Kept', 'Try'].map((tab) => ({
    name: `inspector-${tab.toLowerCase()}`,
    path: '/#/p/opal-pendant',
    act: (page) => openInspector(page, tab),
  })),
  { name: 'studio', path: '/studio.html' },
  { name: 'why', path: '/studio.html#/why', act: openVisit, settle: visitShown },
  ...['compare', 'moments', 'segments'].map((name) => ({
    name,
    path: `/studio.html#/${name}`,
    act: (page) => page.locator('[data-ready] .card-box').first().waitFor(SLOW),
    settle: drawn,
  })),
  { name: 'log', path: '/log.html' },
  { name: 'log-fault', path: '/log.html', act: giveNoLog },
  { name: 'log-trained', path: '/log.html', act: train, settle: drawn },
];

async function fillBasket(page) {
  await page.locator('[data-do=add]').click();
  await page.goto(page.url().replace(/#.*/, '#/basket'));
}

async function openInspector(page, tab) {
  await page.locator('#inspector').evaluate((one) => one.removeAttribute('collapsed'));
  const own = page.getByRole('tab', { name: new RegExp(tab, 'i') });
  await own.click();
  await page.waitForTimeout(600);
}

/** A visit, without one of its events. */
async function openVisit(page) {
  await page.locator('[data-focus="start-0"]').click();
  await page.locator('.tree ul').first().waitFor(SLOW);
  await page.locator('[data-focus^="out-"]').last().click();
  await page.locator('.products .moved:not(:empty)').first().waitFor({ state: 'attached' });
  await visitShown(page);
}

async function visitShown(page) {
  await page.locator('.expected:not([aria-busy]) .products').waitFor();
  await page.locator('.tree:not([aria-busy])').waitFor();
}

async function drawn(page) {
  if (await page.locator('.plot:visible').count())
    await page.locator('.plot:not([aria-busy])').first().waitFor(SLOW);
  if (await page.locator('.outcome').count())
    await page.locator('.outcome:not([aria-busy]) .verdict').waitFor(SLOW);
  if (await page.locator('.portrait').count())
    await page.locator('.portrait:not([aria-busy])').first().waitFor(SLOW);
}

const give = (page, name, text) =>
  page.setInputFiles('#file', { name, mimeType: 'text/csv', buffer: Buffer.from(text) });

async function giveNoLog(page) {
  await give(page, 'photo.csv', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR');
  await page.locator('#fault:not([hidden])').waitFor();
}

/** On a log with something odd in it, for as long as its best takes to be one. */
async function train(page) {
  const lines = ['session,tijd,type,item,category,prijs'];
  for (let visit = 0, at = Date.UTC(2026, 0, 1) / 1000; visit < 400; visit++, at += 3000) {
    const length = 2 + (visit % 5);
    for (let step = 0; step < length; step++) {
      const item = (7 * visit + 5 * step * step) % 40;
      const type = step === length - 1 && visit % 3 === 0 ? 'purchase' : 'view';
      lines.push(
        `${visit},${at + 40 * step},${type},item-${item},Kind ${item % 4},1.${100 + item}`,
      );
    }
  }
  lines.push(`1,${Date.UTC(2026, 0, 2) / 1000},wobble,item-1,Kind 1,5`);
  await give(page, 'events.csv', `${lines.join('\n')}\n`);
  await page.locator('#train-step:not([hidden])').waitFor(SLOW);
  await page.locator('#train:enabled').click();
  await page.locator('#now:has-text("%")').waitFor(SLOW);
  await page.locator('[data-own=segments] [data-ready]').waitFor(SLOW);
  for (const more of await page.locator('#found details summary').all()) await more.click();
}

const flags = readFlags(...LANGUAGES, ...VIEWS.map(({ name }) => name));
const chosen = (list, nameOf) => {
  const some = list.filter((one) => flags[nameOf(one)]);
  return some.length ? some : list;
};
await ensureInstalled();
await ensureBuilt();
const { chromium } = await import('playwright-core');
const { serveFolders } = await import('./serve.mjs');
const folder = (name) => join(rootPath, name);
const { url, close } = await serveFolders({
  mounts: { '/dist/': folder('dist'), '/weights/': folder('weights'), '/': folder('demo') },
});
rmSync(folder('screenshots'), { recursive: true, force: true });
mkdirSync(folder('screenshots'));
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: CHROMIUM_ARGS,
});

/** At each width once into its state, then in each language and scheme. */
async function take({ name, path, act, settle }, width) {
  const page = await browser.newPage({ reducedMotion: 'reduce', viewport: { width, height: 900 } });
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (line) => line.type() === 'error' && errors.push(line.text()));
  await page.goto(url + path, { waitUntil: 'networkidle' });
  await act?.(page);
  for (const lang of chosen(LANGUAGES, (one) => one)) {
    await page.evaluate((own) => document.querySelector(`[data-lang=${own}]`).click(), lang);
    await page.locator(`html[lang=${lang}]`).waitFor();
    await page.evaluate(() => document.activeElement.blur());
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await settle?.(page);
      // What is drawn as it comes into view.
      await page.waitForTimeout(300);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) errors.push(`${wide} px wide`);
      const file = `screenshots/${name}-${lang}-${width}-${colorScheme}.png`;
      await page.screenshot({ path: folder(file), fullPage: true });
      console.log(file, ...errors);
      if (errors.splice(0).length) process.exitCode = 1;
    }
  }
  await page.close();
}

for (const view of chosen(VIEWS, ({ name }) => name)) {
  for (const width of WIDTHS) await take(view, width);
}
await browser.close();
await close();
