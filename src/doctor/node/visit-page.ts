import type { Browser } from 'playwright-core';
import { rareError } from '../../lib/errors.js';
import { type Advice, adviceOn } from '../advice.js';
import type { Examination } from '../examine.js';
import { joinExaminations } from '../join.js';

export interface Visit {
  url: string;
  status?: number;
  page: Examination;
  advice: Advice[];
}

/** How long a page may take to load, and to fall silent after that. */
const LOAD_MS = 30_000;
const QUIET_MS = 5000;

/**
 * Opens one page, presses what is to be pressed, and examines it.
 * @param script the text of `doctor-page.js`.
 * @throws PredictorError PAGE_FAILED.
 */
export async function visitPage(
  browser: Browser,
  url: string,
  script: string,
  click: readonly string[],
): Promise<Visit> {
  const page = await browser.newPage();
  try {
    const documents = new Map<number, Examination>();
    const keep = (examination: Examination) =>
      void documents.set(examination.document, examination);
    await page.exposeFunction('nextaisleDoctorReport', keep);
    await page.addInitScript({ content: script });
    const response = await page.goto(url, { timeout: LOAD_MS, waitUntil: 'load' });
    // Tags go on for a while after the page has loaded; some never stop.
    const quiet = () => page.waitForLoadState('networkidle', { timeout: QUIET_MS }).catch(() => {});
    await quiet();
    for (const selector of click) {
      await page.locator(selector).first().click({ timeout: QUIET_MS });
      await quiet();
    }
    keep(await page.evaluate<Examination>('nextaisleDoctor()'));
    const examination = joinExaminations([...documents.values()]);
    const policy = response?.headers()['content-security-policy'];
    const facts = { url: page.url(), policy, clicked: click };
    const advice = adviceOn(examination, facts);
    return { url: page.url(), status: response?.status(), page: examination, advice };
  } catch (thrown) {
    throw rareError('PAGE_FAILED', `${url}: ${String(thrown).split('\n')[0]}`);
  } finally {
    await page.close();
  }
}
