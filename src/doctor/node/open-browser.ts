import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { rareError } from '../../lib/errors.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * A headless Chromium, driven by the playwright-core of the project the command runs in.
 * @throws PredictorError BROWSER_MISSING.
 */
export async function openBrowser(named = process.env.CHROMIUM_PATH): Promise<Browser> {
  const { chromium } = playwright();
  const executablePath = named ?? onPath();
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  try {
    return await chromium.launch({ executablePath, args });
  } catch (thrown) {
    throw rareError('BROWSER_MISSING', String(thrown).split('\n')[0]);
  }
}

function playwright(): typeof import('playwright-core') {
  const here = createRequire(pathToFileURL(resolve('package.json')));
  for (const name of ['playwright-core', 'playwright']) {
    try {
      return here(name);
    } catch {
      // The other one, or none.
    }
  }
  throw rareError('BROWSER_MISSING', 'npm install --save-dev playwright-core');
}

function onPath(): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not here: the next one.
      }
    }
  }
  // Playwright's own, where it was installed.
  return undefined;
}
