import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './shell.mjs';

/** WebGL without a GPU, and no background requests of the browser. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function onPath() {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not found: try the next folder.
      }
    }
  }
}

async function playwrights() {
  try {
    const { chromium } = await import('playwright-core');
    const path = chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The path of a Chromium: `CHROMIUM_PATH`, else one on the PATH, else Playwright's.
 * @returns undefined when there is none.
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH is ${named}, and no file is there.`);
    return named;
  }
  return onPath() ?? (await playwrights());
}

/** Finds a Chromium or installs one: Debian's package as root, else Playwright's. */
export async function ensureChromium() {
  const found = await findChromium();
  if (found) return found;
  const tried = [];
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('No Chromium found: installing the Debian package…');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], { env });
    const got = await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
      env,
    });
    const path = onPath();
    if (path) return path;
    tried.push(got.output);
  }
  console.log("No Chromium found: installing Playwright's…");
  const got = await run('playwright-core', ['install', '--no-shell', 'chromium']);
  const path = await playwrights();
  if (path) return path;
  tried.push(got.output);
  const said = tried.map((output) => output.trim().split('\n').slice(-3).join('\n')).join('\n');
  throw new Error(
    `No Chromium could be had. Install Chromium or Chrome, or set CHROMIUM_PATH to one.\n${said}`,
  );
}
