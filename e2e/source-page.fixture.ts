import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser, type PageErrors, recordErrors } from './browser.fixture.js';
import type * as PlatformsPage from './platforms-page.fixture.js';
import { serveStores } from './stores-site.fixture.js';

/** `platforms-page.fixture.ts`, inside the page. */
declare const kit: typeof PlatformsPage;
declare const ears: ReturnType<typeof kit.listen>;

/**
 * A page for each test of a source, which fails when the page throws.
 * @param bodies markup by path.
 * @param mounts folders of scripts that the pages load, by path.
 */
export function useSourcePage(bodies: Record<string, string>, mounts?: Record<string, string>) {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serveStores>>;
  let page: Page;
  let errors: PageErrors;

  beforeAll(async () => {
    site = await serveStores(bodies, { script: 'e2e/platforms-page.fixture.ts', mounts });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  beforeEach(async () => {
    page = await browser.newPage();
    errors = recordErrors(page);
  });
  afterEach(async () => {
    expect(errors.list()).toEqual([]);
    await page.close();
  });

  return {
    page: () => page,
    newContext: () => browser.newContext(),
    url: () => site.url,
    /** What went wrong so far, which then fails no test. */
    takeErrors() {
      const list = errors.list();
      errors = recordErrors(page);
      return list;
    },
    /** The events so far, without what the intake adds. */
    heard: () =>
      page.evaluate(async () => {
        await ears.items();
        return ears.events.map(({ ts: _, session: __, source: ___, ...event }) => event);
      }),
    refusals: () => page.evaluate(() => ears.refusals()),
    /** @param prepare before the page is opened. */
    testContract(
      title: string,
      kind: Parameters<typeof kit.checkSource>[0],
      prepare?: () => Promise<unknown>,
    ) {
      test(title, async () => {
        await prepare?.();
        await page.goto(site.url);
        const names = await page.evaluate(() => kit.sourceChecks);
        expect(names.length).toBeGreaterThan(3);
        for (const name of names) {
          const failure = await page.evaluate(
            ([kind, name]) =>
              kit.checkSource(kind, name).then(
                () => undefined,
                (thrown) => String(thrown),
              ),
            [kind, name] as const,
          );
          expect(failure, name).toBeUndefined();
        }
      });
    },
  };
}
