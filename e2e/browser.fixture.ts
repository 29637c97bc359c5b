import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { CHROMIUM_ARGS, findChromium } from '../scripts/chromium.mjs';

/**
 * A headless Chromium with WebGL in software.
 * @param extraArgs e.g. `['--disable-3d-apis']` for a browser without WebGL.
 * @param withoutArgs of Playwright's own, e.g. `['--disable-back-forward-cache']`.
 */
export async function launchBrowser(
  extraArgs: string[] = [],
  withoutArgs: string[] = [],
): Promise<Browser> {
  const executablePath = await findChromium();
  if (!executablePath) throw new Error('No Chromium: run `npm run test:browser`, which gets one.');
  return chromium.launch({
    executablePath,
    headless: true,
    args: [...CHROMIUM_ARGS, ...extraArgs],
    ignoreDefaultArgs: withoutArgs,
  });
}

export interface RequestLog {
  /** Every URL asked for so far, in order; `data:` and `blob:` left out. */
  urls(): string[];
  /** Forgets what was asked for so far. */
  reset(): void;
}

/** Records every request of a context (all its pages and workers) or of one page. */
export function recordRequests(of: BrowserContext | Page): RequestLog {
  let urls: string[] = [];
  (of as BrowserContext).on('request', (request) => {
    if (!/^(data|blob):/.test(request.url())) urls.push(request.url());
  });
  return {
    urls: () => [...urls],
    reset() {
      urls = [];
    },
  };
}

export interface PageErrors {
  /** Uncaught exceptions and console errors (a Content-Security-Policy report is one). */
  list(): string[];
  /** Forgets what went wrong so far. */
  reset(): void;
}

/** Records what went wrong on a page. A missing favicon is not counted. */
export function recordErrors(page: Page): PageErrors {
  let errors: string[] = [];
  page.on('pageerror', (error) => void errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() !== 'error' || message.location().url.endsWith('/favicon.ico')) return;
    errors.push(`${message.text()} ${message.location().url}`.trim());
  });
  return {
    list: () => [...errors],
    reset() {
      errors = [];
    },
  };
}

declare const axe: { run(context: string): Promise<AxeResults> };

/** What axe finds wrong with the page for who cannot see it, or not well. */
export async function violations(page: Page): Promise<string[][]> {
  // Through the debugger: the page itself may not evaluate text.
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8'));
  const found = await page.evaluate(() => axe.run('main'));
  return found.violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
}
