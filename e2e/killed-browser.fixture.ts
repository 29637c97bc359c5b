import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM_ARGS, findChromium } from '../scripts/chromium.mjs';

/** A Chromium that can be killed, all of it at once, and started again with the same profile. */
export interface KillableBrowser {
  browser: Browser;
  /** Looks up the processes of its pages; what it returns kills them, at once. */
  findPages(): Promise<() => void>;
  kill(): Promise<void>;
}

/** @param profile the folder of its profile. */
export async function startKillable(profile: string): Promise<KillableBrowser> {
  const path = await findChromium();
  if (!path) throw new Error('No Chromium: run `npm run test:browser`, which gets one.');
  const args = [...CHROMIUM_ARGS, '--headless=new', '--remote-debugging-port=0'];
  const program = spawn(path, [...args, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const ended = once(program, 'exit');
  const killAll = () => killQuietly(-(program.pid as number));
  process.once('exit', killAll);
  const address = await new Promise<string>((found, failed) => {
    let said = '';
    program.stderr.on('data', (part) => {
      said += part;
      const line = /DevTools listening on (ws:\S+)/.exec(said);
      if (line) found(line[1]);
    });
    program.once('exit', () => failed(new Error(`Chromium ended: ${said.slice(-500)}`)));
  });
  const browser = await chromium.connectOverCDP(address);
  const devtools = await browser.newBrowserCDPSession();
  return {
    browser,
    async findPages() {
      const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
      const renderers = processInfo.filter(({ type }) => type === 'renderer');
      return () => {
        for (const { id } of renderers) killQuietly(id);
      };
    },
    async kill() {
      killAll();
      await ended;
      process.off('exit', killAll);
    },
  };
}

function killQuietly(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
