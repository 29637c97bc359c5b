import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { rareError, PredictorError } from '../../lib/errors.js';
import { type Advice, adviceOn } from '../advice.js';
import type { Examination } from '../examine.js';
import { joinExaminations } from '../join.js';
import { openBrowser } from './open-page.js';

export interface DoctorOptions {
  urls: readonly string[];
  /** Selectors to press, one after the other. */
  click: readonly string[];
  /** Path of a Chromium or Chrome. */
  browser?: string;
  /** Path of `doctor-page.js`, beside the command line. */
  script: string;
}

interface Visit {
  url: string;
  status?: number;
  page: Examination;
  advice: Advice[];
}

/** How long a page may take to load, and to fall silent after that. */
const LOAD_MS = 30_000;
const QUIET_MS = 5000;

/** Opens each page in a Chromium and says what would be captured there, and what is missing. */
export async function doctorCommand(
  options: DoctorOptions,
): Promise<{ json: unknown; text: string; exitCode: number }> {
  const urls = options.urls.map(addressOf);
  if (!urls.length) throw new PredictorError('BAD_OPTION', 'nextaisle doctor <url…>');
  const script = readFileSync(options.script, 'utf8');
  const browser = await openBrowser(options.browser);
  try {
    const visits: Visit[] = [];
    for (const url of urls) visits.push(await visit(browser, url, script, options.click));
    const sound = visits.every(({ advice }) => advice.every(({ kind }) => kind !== 'missing'));
    return { json: visits, text: visits.map(describe).join('\n'), exitCode: sound ? 0 : 1 };
  } finally {
    await browser.close();
  }
}

function addressOf(text: string): string {
  try {
    const url = new URL(/^[a-z]+:/i.test(text) ? text : `https://${text}`);
    if (/^https?:$/.test(url.protocol)) return url.href;
  } catch {
    // Said below.
  }
  throw new PredictorError('BAD_OPTION', `${text}: not the address of a page`);
}

async function visit(
  browser: Browser,
  url: string,
  script: string,
  click: readonly string[],
): Promise<Visit> {
  const page = await browser.newPage();
  try {
    const documents = new Map<number, Examination>();
    const keep = (said: Examination) => void documents.set(said.document, said);
    await page.exposeFunction('nextaisleDoctorTell', keep);
    await page.addInitScript({ content: script });
    const response = await page.goto(url, { timeout: LOAD_MS, waitUntil: 'load' });
    // Tags go on for a while after the page has loaded; some never stop.
    const quiet = () => page.waitForLoadState('networkidle', { timeout: QUIET_MS }).catch(() => {});
    await quiet();
    for (const selector of click) {
      await page.locator(selector).first().click({ timeout: QUIET_MS });
      await quiet();
    }
    keep(
      await page.evaluate(() => {
        const { nextaisleDoctor } = window as unknown as { nextaisleDoctor(): Examination };
        return nextaisleDoctor();
      }),
    );
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

const SIGNS = { missing: '✗', note: '·', ok: '✓' };

function describe({ url, status, page, advice }: Visit): string {
  const heard = page.heard
    .filter(({ events, items }) => events.length || items)
    .map(({ source, events, items }) => {
      const acts = events.map(({ type, item }) => [type, item].filter(Boolean).join(' '));
      const facts = items ? [`${items} products described`] : [];
      return `  ${source.padEnd(12)}${[...acts, ...facts].join(', ')}`;
    });
  return [
    `${url}${status && status !== 200 ? ` (${status})` : ''}`,
    ...(heard.length ? heard : ['  nothing was heard']),
    '',
    ...advice.flatMap(({ kind, what, line }) => [
      `  ${SIGNS[kind]} ${what}`,
      ...(line ? [`      ${line}`] : []),
    ]),
    '',
  ].join('\n');
}
