import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../../scripts/browsers.mjs';
import { CHROMIUM_ARGS } from '../../scripts/chromium.mjs';

/** The small browser of WebKitGTK, beside its driver: that one keeps nothing on the disk. */
function miniBrowser() {
  for (const folder of existsSync('/usr/lib') ? readdirSync('/usr/lib') : []) {
    for (const version of ['4.1', '4.0']) {
      const path = join('/usr/lib', folder, `webkit2gtk-${version}`, 'MiniBrowser');
      if (existsSync(path)) return path;
    }
  }
}

/** By engine: the program, and its arguments for a profile and an address. */
const ENGINES = {
  async chromium(profile) {
    const found = await findBrowser('chromium');
    return [
      found?.path,
      [
        ...CHROMIUM_ARGS,
        '--no-default-browser-check',
        '--disable-popup-blocking',
        `--user-data-dir=${profile}`,
      ],
    ];
  },
  async firefox(profile) {
    const found = await findBrowser('firefox');
    // No first-run page, nothing asked of Mozilla; a page may open a tab and close its own.
    writeFileSync(
      join(profile, 'user.js'),
      [
        ['browser.aboutwelcome.enabled', false],
        ['datareporting.policy.dataSubmissionEnabled', false],
        ['app.normandy.enabled', false],
        ['dom.disable_open_during_load', false],
        ['dom.allow_scripts_to_close_windows', true],
      ]
        .map(([name, value]) => `user_pref("${name}", ${value});\n`)
        .join(''),
    );
    return [found?.playwright ? undefined : found?.path, ['--no-remote', '--profile', profile]];
  },
  webkit: async () => [miniBrowser(), ['--javascript-can-open-windows-automatically=true']],
};

/**
 * Opens an address in a browser with this profile.
 * @returns what ends it as a user would, undefined where there is no such browser.
 */
export async function launch(name, profile, address, env) {
  const [path, args] = await ENGINES[name](profile);
  if (!path) return undefined;
  const folders = Object.fromEntries(
    ['HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME'].map((one) => [one, profile]),
  );
  const browser = spawn(path, [...args, address], {
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, ...env, ...folders },
  });
  const ended = once(browser, 'exit');
  const kill = () => {
    try {
      process.kill(-browser.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  };
  process.once('exit', kill);
  return async () => {
    browser.kill('SIGTERM');
    const patience = setTimeout(kill, 10_000);
    await ended;
    clearTimeout(patience);
    kill();
    process.off('exit', kill);
  };
}
