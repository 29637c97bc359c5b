import { chromium, firefox, webkit } from 'playwright-core';
import { BROWSERS, type BrowserName, findBrowser } from '../../scripts/browsers.mjs';
import { CHROMIUM_ARGS } from '../../scripts/chromium.mjs';
import type { EngineBrowser } from './engine-browser.fixture.js';
import { startFirefox } from './firefox.fixture.js';
import { launchWithPlaywright } from './playwright-browser.fixture.js';
import { openWebDriver } from './webdriver.fixture.js';
import { startWebKit } from './webkit.fixture.js';

/** How long a browser may take for one answer. */
const LIMIT_MS = 60_000;

/** Starts a browser; undefined where there is none. */
export async function launchEngine(
  name: BrowserName,
  limitMs = LIMIT_MS,
): Promise<EngineBrowser | undefined> {
  const found = await findBrowser(name);
  if (!found) return undefined;
  const { path: executablePath } = found;
  if (name === 'chromium')
    return launchWithPlaywright(chromium, { executablePath, args: CHROMIUM_ARGS }, limitMs);
  if (found.playwright)
    return launchWithPlaywright(name === 'firefox' ? firefox : webkit, { executablePath }, limitMs);
  const start = name === 'firefox' ? startFirefox : startWebKit;
  const driver = await start(executablePath);
  try {
    return await openWebDriver(driver, limitMs);
  } catch (thrown) {
    await driver.stop();
    throw thrown;
  }
}

/** Each engine with where it is; one that is missing is said, once, and skipped. Chromium must be there. */
export async function engines(): Promise<{ name: BrowserName; title: string; missing: boolean }[]> {
  const names: BrowserName[] = ['chromium', 'firefox', 'webkit'];
  return Promise.all(
    names.map(async (name) => {
      const { title, advice } = BROWSERS[name];
      const missing = name !== 'chromium' && !(await findBrowser(name));
      if (missing)
        console.log(`skipped: the core tests in ${title}, of which there is none. ${advice}`);
      return { name, title, missing };
    }),
  );
}
