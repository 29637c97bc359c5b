import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDisplay, startProcess } from '../../scripts/processes.mjs';
import { COMMANDS, type Driver, START_MS } from './webdriver.fixture.js';

/** The driver takes a number, and tells none. */
const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const port = Object(server.address()).port;
      server.close(() => done(port));
    });
  });

/** A page may open tabs, as in the other engines. */
const CAPABILITIES = {
  alwaysMatch: {
    'webkitgtk:browserOptions': {
      args: ['--automation', '--javascript-can-open-windows-automatically=true'],
    },
  },
};

/** WebKitGTK's small browser, by its driver, with a profile in memory. */
export async function startWebKit(path: string): Promise<Driver> {
  const home = mkdtempSync(join(tmpdir(), 'nextaisle-webkit-'));
  const port = await freePort();
  const display = await startDisplay();
  const webkit = startProcess(path, [`--port=${port}`], { env: { ...display.env, HOME: home } });
  const stop = async () => {
    await webkit.stop();
    await display.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const ask = async (way: string, method: string, body?: object) => {
    const answer = await fetch(`http://127.0.0.1:${port}${way}`, {
      method,
      body: body && JSON.stringify(body),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Error(`${way}: ${Object(value).message}`);
    return value;
  };
  const started = Date.now();
  while (!(await ask('/status', 'GET').catch(() => undefined))) {
    if (Date.now() - started > START_MS) {
      const said = webkit.output();
      await stop();
      throw new Error(`WebKitWebDriver did not start in ${START_MS / 1000} s: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  let session = '/session';
  return {
    stop,
    async send(command, params) {
      const { path: way, method = 'POST' } = { method: undefined, ...COMMANDS[command] };
      const given = command === 'newSession' ? { capabilities: CAPABILITIES } : params;
      const value = await ask(session + way, method, method === 'POST' ? given : undefined);
      if (command === 'newSession') session += `/${Object(value).sessionId}`;
      return value;
    },
  };
}
