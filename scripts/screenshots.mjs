// `npm run screenshots`: a picture of every view of the demo, wide and narrow, light and dark, to be looked
// at; `-- --de` and `-- --zh` in its other languages. They are written to screenshots/, which is not committed. Ends with 1 when a page reported an error.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { CHROMIUM_ARGS, ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { readFlags } from './read-flags.mjs';
import { rootPath } from './shell.mjs';

/** `act` gets the page to the state that is shown. */
const VIEWS = [
  { name: 'shop', path: '/' },
  { name: 'department', path: '/#/c/lighting' },
  { name: 'product', path: '/#/p/opal-pendant' },
  { name: 'search', path: '/#/s/lamp' },
  { name: 'studio', path: '/studio.html' },
  { name: 'why', path: '/studio.html#/why', act: openVisit },
  ...['compare', 'moments', 'segments'].map((name) => ({
    name,
    path: `/studio.html#/${name}`,
    act: (page) => page.locator('[data-ready] .card-box').first().waitFor({ timeout: 120_000 }),
  })),
  { name: 'log', path: '/log.html' },
];
const WIDTHS = [1280, 390];
const SCHEMES = ['light', 'dark'];

/** A visit, without one of its events. */
async function openVisit(page) {
  await page.locator('[data-focus="start-0"]').click();
  await page.locator('.tree ul').first().waitFor({ timeout: 60_000 });
  await page.locator('[data-focus^="out-"]').last().click();
  await page.locator('.products .moved:not(:empty)').first().waitFor({ state: 'attached' });
  await page.locator('.tree:not([aria-busy])').waitFor();
}

const flags = readFlags('de', 'zh');
const lang = ['de', 'zh'].find((one) => flags[one]) ?? 'en';
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

async function take({ name, path, act }, width, colorScheme) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (line) => line.type() === 'error' && errors.push(line.text()));
  await page.goto(url + path.replace(/(?=#|$)/, `?lang=${lang}`), { waitUntil: 'networkidle' });
  await act?.(page);
  const file = `screenshots/${name}-${lang}-${width}-${colorScheme}.png`;
  await page.screenshot({ path: folder(file), fullPage: true });
  console.log(file, ...errors);
  if (errors.length) process.exitCode = 1;
  await page.close();
}

for (const view of VIEWS) {
  for (const width of WIDTHS) for (const scheme of SCHEMES) await take(view, width, scheme);
}
await browser.close();
await close();
