import { afterAll, describe, expect, test } from 'vitest';
import type { EngineBrowser } from './engine-browser.fixture.js';
import { engines, launchEngine } from './engines.fixture.js';

/** Far less than a test waits, and more than a page needs to open. */
const ANSWER_MS = 5000;

// A test of the harness: a browser that hangs is a failure, and the gate goes on.
describe.each((await engines()).filter(({ missing }) => !missing))('$title', ({ name }) => {
  let browser: EngineBrowser | undefined;
  afterAll(() => browser?.close());

  test('a page that never answers: its browser is stopped', async () => {
    browser = await launchEngine(name, ANSWER_MS);
    const page = await browser?.newPage();
    await page?.goto('about:blank');
    const hang = () => {
      for (;;);
    };
    await expect(page?.evaluate(hang)).rejects.toThrow(/no answer in 5 s, so the browser/);
    await expect(browser?.newPage()).rejects.toThrow();
  });
});
