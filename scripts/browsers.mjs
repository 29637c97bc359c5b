import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './shell.mjs';

/** What software WebGL and a display without a screen need, beside the browser. */
const DRAWING = ['xvfb', 'libgl1-mesa-dri', 'libegl1', 'libgles2'];

/** How each engine is found, in this order: `variable`, `names` on the PATH, Debian's `packages`. */
export const BROWSERS = {
  chromium: {
    title: 'Chromium',
    variable: 'CHROMIUM_PATH',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    packages: ['chromium'],
    advice: 'Install Chromium or Chrome, or set CHROMIUM_PATH to one.',
  },
  firefox: {
    title: 'Firefox',
    variable: 'FIREFOX_PATH',
    names: ['firefox-esr', 'firefox'],
    packages: ['firefox-esr', ...DRAWING],
    drawsOnDisplay: true,
    advice: 'Install Firefox and Xvfb, or set FIREFOX_PATH to a Firefox.',
  },
  webkit: {
    title: 'WebKit',
    variable: 'WEBKIT_DRIVER_PATH',
    names: ['WebKitWebDriver'],
    packages: ['webkit2gtk-driver', 'dbus', ...DRAWING],
    drawsOnDisplay: true,
    advice: 'Install webkit2gtk-driver and Xvfb, or set WEBKIT_DRIVER_PATH to a WebKitWebDriver.',
  },
};

/** The path of the first of these programs on the PATH. */
export function onPath(names) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not found: try the next.
      }
    }
  }
}

/** Firefox and WebKit have WebGL only where they draw on a display. */
const hasDisplay = () =>
  process.platform !== 'linux' || process.env.DISPLAY || onPath(['Xvfb']) !== undefined;

async function playwrights(name) {
  try {
    const path = (await import('playwright-core'))[name].executablePath();
    return existsSync(path) ? { path, playwright: true } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Where a browser is: its variable, else one on the PATH, else Playwright's.
 * @returns undefined when there is none.
 */
export async function findBrowser(name) {
  const { variable, names, drawsOnDisplay } = BROWSERS[name];
  const named = process.env[variable];
  if (named) {
    if (!existsSync(named)) throw new Error(`${variable} is ${named}, and no file is there.`);
    return { path: named };
  }
  const path = drawsOnDisplay && !hasDisplay() ? undefined : onPath(names);
  return path ? { path } : playwrights(name);
}

let updated;

/** Debian's packages, as root. @returns the output of what failed. */
async function installPackages({ packages }) {
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const patience = ['-o', 'Acquire::http::Timeout=20', '-o', 'DPkg::Lock::Timeout=120'];
  updated ??= run('apt-get', [...patience, 'update'], options);
  await updated;
  const install = [...patience, 'install', '-y', '--no-install-recommends', ...packages];
  return (await run('apt-get', install, options)).output;
}

/** Playwright's own, which counts as had once it starts: it may lack libraries of the system. */
async function installPlaywrights(name) {
  const only = name === 'chromium' ? ['--no-shell'] : [];
  const { output } = await run('playwright-core', ['install', ...only, name]);
  const found = await playwrights(name);
  if (!found) return { output };
  try {
    const browser = await (await import('playwright-core'))[name].launch({
      args: name === 'chromium' ? ['--no-sandbox'] : [],
      executablePath: found.path,
    });
    await browser.close();
    return { found, output };
  } catch (error) {
    return { output: error.message };
  }
}

/** Finds a browser or installs one: Debian's package as root, else Playwright's. */
export async function ensureBrowser(name) {
  const found = await findBrowser(name);
  if (found) return found;
  const { title, advice } = BROWSERS[name];
  const tried = [];
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`No ${title} found: installing the Debian package…`);
    tried.push(await installPackages(BROWSERS[name]));
    const installed = await findBrowser(name);
    if (installed) return installed;
  }
  console.log(`No ${title} found: installing Playwright's…`);
  const got = await installPlaywrights(name);
  if (got.found) return got.found;
  tried.push(got.output);
  const said = tried.map((output) => output.trim().split('\n').slice(-3).join('\n')).join('\n');
  throw new Error(`No ${title} could be had. ${advice}\n${said}`);
}

/** The engines that a gate can go without: it says so, and skips their tests. */
export async function ensureOtherEngines() {
  for (const name of ['firefox', 'webkit']) {
    if (process.env[BROWSERS[name].variable]) continue;
    try {
      await ensureBrowser(name);
    } catch (error) {
      console.log(`  ${error.message.split('\n', 1)[0]}`);
    }
  }
}
