import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Served } from '../scripts/serve.mjs';
import { launchBrowser, type PageErrors, recordErrors } from './browser.fixture.js';

/** One Chromium for all tests of a file or `describe`. */
export function useBrowser(launch: () => Promise<Browser> = launchBrowser) {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  return {
    get browser() {
      if (!browser) throw new Error('The browser is launched before the tests, not before that.');
      return browser;
    },
  };
}

/**
 * One site and one Chromium for all tests of a file, and an empty profile for each test, whose
 * pages are its tabs.
 * @param start serves what the tests open; called once.
 * @param options.strict a test fails when one of its pages throws or logs an error. Otherwise the
 *   test checks `errors` itself.
 */
export function useSite(
  start: () => Promise<Served>,
  { launch, strict = false }: { launch?: () => Promise<Browser>; strict?: boolean } = {},
) {
  let served: Served | undefined;
  let contexts: BrowserContext[] = [];
  let recorded: PageErrors[] = [];

  beforeAll(async () => {
    served = await start();
  });
  afterAll(() => served?.close());
  const chromium = useBrowser(launch);
  afterEach(async () => {
    const [opened, errors] = [contexts, site.errors.list()];
    contexts = [];
    recorded = [];
    for (const context of opened) await context.close();
    if (strict) expect(errors).toEqual([]);
  });

  const site = {
    get browser() {
      return chromium.browser;
    },
    get url() {
      return served?.url ?? '';
    },
    /** The profile of this test. */
    get context() {
      const context = contexts.at(-1);
      if (!context) throw new Error('This test has opened no page yet.');
      return context;
    },
    /** Errors on the pages of this test. */
    errors: {
      list: () => recorded.flatMap((one) => one.list()),
      /** Returns and clears the errors so far, so that they fail no test. */
      take() {
        const errors = this.list();
        for (const one of recorded) one.reset();
        return errors;
      },
    },
    /** Starts a new profile for the following pages. */
    async newContext(options?: BrowserContextOptions, by = chromium.browser) {
      const context = await by.newContext(options);
      contexts.push(context);
      return context;
    },
    /** An empty tab. */
    async newPage(): Promise<Page> {
      const context = contexts.at(-1) ?? (await site.newContext());
      const page = await context.newPage();
      recorded.push(recordErrors(page));
      return page;
    },
    /** @param before runs in the page before its own scripts. */
    async open(path = '/', before?: () => void): Promise<Page> {
      const page = await site.newPage();
      if (before) await page.addInitScript(before);
      await page.goto(served?.url + path);
      return page;
    },
  };
  return site;
}
