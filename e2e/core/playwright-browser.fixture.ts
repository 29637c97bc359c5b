import type { BrowserType, LaunchOptions } from 'playwright-core';
import { type EngineBrowser, type EnginePage, within } from './engine-browser.fixture.js';
import { START_MS } from './webdriver.fixture.js';

/** Chromium, or one of Playwright's own. */
export async function launchWithPlaywright(
  type: BrowserType,
  options: LaunchOptions,
  limitMs: number,
): Promise<EngineBrowser> {
  const browser = await type.launch({ ...options, timeout: START_MS });
  const close = () => browser.close();
  // One for all pages, as tabs of one shopper.
  const context = await browser.newContext();
  return {
    version: `${type.name()} ${browser.version()}`,
    close,
    async newPage() {
      const page = await context.newPage();
      const asked = <T>(what: string, work: Promise<T>) => within(limitMs, what, work, close);
      return {
        goto: async (url) => void (await asked(`goto ${url}`, page.goto(url))),
        evaluate: (async (work: (given: unknown) => unknown, given: unknown) =>
          asked('evaluate', page.evaluate(work, given))) as EnginePage['evaluate'],
        close: () => asked('close', page.close()),
      };
    },
  };
}
