import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { CHROMIUM_ARGS, findChromium } from '../scripts/chromium.mjs';

/**
 * A headless Chromium with software WebGL.
 * @param extraArgs e.g. `['--disable-3d-apis']` for a browser without WebGL.
 * @param withoutArgs defaults of Playwright to drop, e.g. `['--disable-back-forward-cache']`.
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
  /** Every URL requested so far, in order, without `data:` and `blob:`. */
  urls(): string[];
  /** Clears the list of requests. */
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
  /** Uncaught exceptions and console errors, including Content-Security-Policy reports. */
  list(): string[];
  /** Clears the list of errors. */
  reset(): void;
}

/** Records the errors of a page, except a missing favicon. */
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

/** Accessibility violations that axe finds on the page, or in a part of it. */
export async function violations(page: Page, part = 'main'): Promise<string[][]> {
  // Through the debugger, because the policy of the page forbids evaluating text.
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8'));
  const found = await page.evaluate((css) => axe.run(css), part);
  return found.violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
}
