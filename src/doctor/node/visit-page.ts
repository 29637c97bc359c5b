import type { Browser, Page, Response } from 'playwright-core';
import { type PredictorError, rareError } from '../../lib/errors.js';
import type { Advice } from '../advice-kind.js';
import { adviceOn } from '../advice.js';
import type { Examination } from '../examine.js';
import { joinExaminations } from '../join.js';

export interface Visit {
  url: string;
  status?: number;
  /** Why there is nothing to say of this page. */
  failure?: PredictorError;
  page?: Examination;
  advice: Advice[];
  /** Selectors that were pressed, and those that were not to be found. */
  clicked: string[];
  unclicked: string[];
}

/** How long a page may take to load, and to fall silent after that. */
const LOAD_MS = 30_000;
const QUIET_MS = 5000;
/** A script of the page that never ends would let everybody wait. */
const PATIENCE_MS = 60_000;

/**
 * Opens one page, presses what is to be pressed, and examines it. A page that fails is a visit too, so that
 * the others are still reported.
 * @param script the text of `doctor-page.js`.
 */
export async function visitPage(
  browser: Browser,
  url: string,
  script: string,
  click: readonly string[],
): Promise<Visit> {
  const failed = (why: string, status?: number): Visit => {
    const failure = rareError('PAGE_FAILED', `${url}: ${why}`);
    return { url, status, failure, advice: [], clicked: [], unclicked: [] };
  };
  let page: Page | undefined;
  try {
    page = await browser.newPage();
    const crashed = new Promise<never>((_, reject) => {
      page?.on('crash', () => reject(new Error('the page crashed')));
    });
    const visit = lookAt(page, url, script, click, failed);
    return await within(PATIENCE_MS + click.length * 2 * QUIET_MS, Promise.race([visit, crashed]));
  } catch (thrown) {
    return failed(firstLine(thrown));
  } finally {
    // A page that hangs may not even close.
    await within(QUIET_MS, page?.close()).catch(() => {});
  }
}

async function lookAt(
  page: Page,
  url: string,
  script: string,
  click: readonly string[],
  failed: (why: string, status?: number) => Visit,
): Promise<Visit> {
  const documents = new Map<number, Examination>();
  const keep = (examination: Examination) => void documents.set(examination.document, examination);
  await page.exposeFunction('nextaisleDoctorReport', keep);
  await page.addInitScript({ content: script });
  let response: Response | null = null;
  page.on('response', (one) => {
    if (one.request().isNavigationRequest() && one.frame() === page.mainFrame()) response ??= one;
  });
  let isSlow = false;
  try {
    response = await page.goto(url, { timeout: LOAD_MS, waitUntil: 'load' });
  } catch (thrown) {
    // What a slow page has told by then is worth reading; one that sent nothing is not.
    isSlow = /Timeout/.test(String(thrown)) && !!response;
    if (!isSlow) return failed(firstLine(thrown));
  }
  const status = response?.status();
  if (status && status >= 400) return failed(`the server answered ${status}`, status);
  const type = response?.headers()['content-type'] ?? 'text/html';
  if (!/html/i.test(type)) return failed(`the server sent ${type}, which is no page`, status);
  // Tags go on for a while after the page has loaded; some never stop.
  const quiet = () => page.waitForLoadState('networkidle', { timeout: QUIET_MS }).catch(() => {});
  await quiet();
  const clicked: string[] = [];
  const unclicked: string[] = [];
  for (const selector of click) {
    try {
      await page.locator(selector).first().click({ timeout: QUIET_MS });
      clicked.push(selector);
      await quiet();
    } catch {
      unclicked.push(selector);
    }
  }
  keep(await page.evaluate<Examination>('nextaisleDoctor()'));
  const examination = joinExaminations([...documents.values()]);
  const policy = response?.headers()['content-security-policy'];
  const facts = { url: page.url(), policy, clicked, unclicked, isSlow };
  const advice = adviceOn(examination, facts);
  return { url: page.url(), status, page: examination, advice, clicked, unclicked };
}

const firstLine = (thrown: unknown) =>
  String(thrown instanceof Error ? thrown.message : thrown)
    .split('\n')[0]
    .replace(/^page\.\w+: /, '');

/** @throws Error after so many ms. */
function within<T>(ms: number, work: T | Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  });
  return Promise.race([Promise.resolve(work), late]).finally(() => clearTimeout(timer));
}
