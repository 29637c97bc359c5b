import { readFileSync } from 'node:fs';
import { PredictorError } from '../../lib/errors.js';
import type { Advice } from '../advice-kind.js';
import { openBrowser } from './open-browser.js';
import { type Visit, visitPage } from './visit-page.js';
import { visitText } from './visit-text.js';

export interface DoctorOptions {
  urls: readonly string[];
  /** Selectors to press, one after the other. */
  click: readonly string[];
  /** Path of a Chromium or Chrome. */
  browser?: string;
  /** Path of `doctor-page.js`, beside the command line. */
  script: string;
}

/**
 * `nextaisle doctor`: opens each page in a Chromium with all of our listeners in it, and says what would
 * be captured there and what is missing. `doctor-page.ts` runs in the page, `advice.ts` judges.
 */
export async function doctorCommand(
  options: DoctorOptions,
): Promise<{ json: unknown; text: string; exitCode: number }> {
  const urls = options.urls.map(addressOf);
  if (!urls.length) throw new PredictorError('BAD_OPTION', 'nextaisle doctor <url…>');
  const script = readFileSync(options.script, 'utf8');
  let browser = await openBrowser(options.browser);
  try {
    const visits: Visit[] = [];
    for (const url of urls) {
      // A page may take the whole browser down; the next one gets another.
      if (!browser.isConnected()) browser = await openBrowser(options.browser);
      visits.push(await visitPage(browser, url, script, options.click));
    }
    for (const visit of visits) visit.advice.unshift(...clickAdvice(visit, visits));
    const text = visits.map(visitText).join('\n') + summary(visits);
    return { json: visits, text, exitCode: exitCodeOf(visits) };
  } finally {
    await browser.close();
  }
}

/** 2: a page could not be examined. 1: something is missing on one. */
function exitCodeOf(visits: readonly Visit[]): number {
  if (visits.some(({ failure }) => failure)) return 2;
  return visits.some(({ advice }) => advice.some(({ kind }) => kind === 'missing')) ? 1 : 0;
}

/** With several pages a button need be on one of them only. */
function clickAdvice({ unclicked }: Visit, visits: readonly Visit[]): Advice[] {
  return unclicked.map((selector) => ({
    kind: visits.some(({ clicked }) => clicked.includes(selector)) ? 'note' : 'missing',
    what: `${selector} could not be pressed: within 5 s there was nothing like it to click.`,
  }));
}

function summary(visits: readonly Visit[]): string {
  const failed = visits.filter(({ failure }) => failure);
  if (visits.length < 2 || !failed.length) return '';
  const names = failed.map(({ url }) => url).join(', ');
  return `\n${visits.length - failed.length} of ${visits.length} pages were examined; not: ${names}\n`;
}

function addressOf(text: string): string {
  const address = /^[a-z]+:/i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  throw new PredictorError('BAD_OPTION', `${text}: not the address of a page`);
}
