import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import type * as PlatformsPage from './platforms-page.fixture.js';
import { useSite } from './site.fixture.js';
import { serveStores } from './stores-site.fixture.js';

/** `platforms-page.fixture.ts`, inside the page. */
declare const kit: typeof PlatformsPage;
declare const recorder: ReturnType<typeof kit.listen>;

/**
 * Opens a page for each test of a source; a test fails when its page throws.
 * @param bodies markup by path.
 * @param mounts folders of scripts that the pages load, by path.
 */
export function useSourcePage(bodies: Record<string, string>, mounts?: Record<string, string>) {
  const site = useSite(
    () => serveStores(bodies, { script: 'e2e/platforms-page.fixture.ts', mounts }),
    { strict: true },
  );
  let page: Page;
  beforeEach(async () => {
    page = await site.newPage();
  });

  return {
    page: () => page,
    newContext: () => site.newContext(),
    url: () => site.url,
    takeErrors: () => site.errors.take(),
    /** The events so far, without the fields that the intake adds. */
    heard: () =>
      page.evaluate(async () => {
        await recorder.items();
        return recorder.events.map(({ ts: _, session: __, source: ___, ...event }) => event);
      }),
    refusals: () => page.evaluate(() => recorder.refusals()),
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
