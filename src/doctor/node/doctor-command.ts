import { readFileSync } from 'node:fs';
import { PredictorError } from '../../lib/errors.js';
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
  const browser = await openBrowser(options.browser);
  try {
    const visits: Visit[] = [];
    for (const url of urls) visits.push(await visitPage(browser, url, script, options.click));
    const isSound = visits.every(({ advice }) => advice.every(({ kind }) => kind !== 'missing'));
    return { json: visits, text: visits.map(visitText).join('\n'), exitCode: isSound ? 0 : 1 };
  } finally {
    await browser.close();
  }
}

function addressOf(text: string): string {
  const address = /^[a-z]+:/i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  throw new PredictorError('BAD_OPTION', `${text}: not the address of a page`);
}
