import { expect, test } from 'vitest';
import { recordErrors, recordRequests } from './browser.fixture.js';
import { STRICT_CSP, serve } from './serve.fixture.js';
import { useBrowser } from './site.fixture.js';

// Tests of the harness itself: all other end-to-end tests rely on these facts.
const chromium = useBrowser();

test('WebGL 2 works in the headless browser', async () => {
  const page = await chromium.browser.newPage();
  const version = await page.evaluate(() =>
    document.createElement('canvas').getContext('webgl2')?.getParameter(0x1f02),
  );
  expect(version).toMatch(/WebGL 2/);
  await page.close();
});

test('requests are recorded, and a blocked script is an error', async () => {
  const pages = {
    '/probe.html': '<!doctype html><script>window.inline = 1</script><img src="/none.png">',
  };
  const site = await serve({ pages, csp: STRICT_CSP });
  const page = await chromium.browser.newPage();
  const requests = recordRequests(page);
  const errors = recordErrors(page);
  await page.goto(`${site.url}/probe.html`);
  expect(await page.evaluate('window.inline')).toBeUndefined();
  expect(requests.urls()).toEqual([`${site.url}/probe.html`, `${site.url}/none.png`]);
  expect(errors.list().join('\n')).toContain('Content Security Policy');
  await page.close();
  await site.close();
});

test('a path cannot leave the served folders', async () => {
  const site = await serve();
  const answer = await fetch(`${site.url}/dist/..%2f..%2f..%2fetc/passwd`);
  expect(answer.status).toBe(404);
  await site.close();
});
