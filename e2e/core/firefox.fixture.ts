import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDisplay, startProcess } from '../../scripts/processes.mjs';
import { COMMANDS, type Driver, START_MS } from './webdriver.fixture.js';

/** Firefox takes the commands of WebDriver itself: `length:[0, id, name, params]` over TCP. */
function speak(socket: Socket): Driver['send'] {
  const waiting = new Map<number, (error: { message: string } | null, value: unknown) => void>();
  let rest = Buffer.alloc(0);
  let count = 0;
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const colon = rest.indexOf(':');
      const end = colon + 1 + Number(rest.subarray(0, Math.max(0, colon)));
      if (colon < 0 || rest.length < end) return;
      const message = JSON.parse(String(rest.subarray(colon + 1, end)));
      rest = rest.subarray(end);
      // The first one is a greeting.
      if (Array.isArray(message)) waiting.get(message[1])?.(message[2], message[3]);
    }
  });
  const end = () => {
    for (const answer of waiting.values()) answer({ message: 'Firefox has ended.' }, undefined);
  };
  socket.on('close', end);
  socket.on('error', end);
  return (command, params) =>
    new Promise((done, failed) => {
      const id = ++count;
      waiting.set(id, (error, value) => {
        waiting.delete(id);
        if (error) failed(new Error(`${command}: ${error.message}`));
        else done(Object(value).value !== undefined ? Object(value).value : value);
      });
      const text = JSON.stringify([0, id, `WebDriver:${COMMANDS[command].marionette}`, params]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
}

/** Port 0: any free one, which Firefox writes into its profile. */
const PREFERENCES = `user_pref("webgl.force-enabled", true);
user_pref("marionette.port", 0);
`;

/** Firefox with a new profile. Not headless, which has no WebGL 2. */
export async function startFirefox(path: string): Promise<Driver> {
  const profile = mkdtempSync(join(tmpdir(), 'nextaisle-firefox-'));
  writeFileSync(join(profile, 'user.js'), PREFERENCES);
  const display = await startDisplay();
  const firefox = startProcess(path, ['--marionette', '--no-remote', '--profile', profile], {
    env: { ...display.env, HOME: profile },
  });
  const stop = async () => {
    await firefox.stop();
    await display.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  const started = Date.now();
  for (;;) {
    let port = 0;
    try {
      port = Number(readFileSync(join(profile, 'MarionetteActivePort'), 'utf8'));
    } catch {
      // Not yet written.
    }
    if (port) return { send: speak(connect(port, '127.0.0.1')), stop };
    if (Date.now() - started > START_MS) {
      const said = firefox.output();
      await stop();
      throw new Error(`Firefox did not start in ${START_MS / 1000} s: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
