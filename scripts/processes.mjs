import { spawn } from 'node:child_process';
import { onPath } from './browsers.mjs';

/**
 * Starts a program that ends with this process, however that ends: its shell waits for the end of
 * the pipe that only this process holds, and then kills its group, children of the program included.
 * @param options.channel also opens file descriptor 3 of the program, to be read from `channel`.
 * @returns `{ output(), ended, channel, stop() }`.
 */
export function startProcess(command, args, { env = {}, channel = false } = {}) {
  const child = spawn(
    'sh',
    ['-c', '"$@" & exec 3>&-; cat >/dev/null; kill -9 0', 'sh', command, ...args],
    {
      detached: true,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe', channel ? 'pipe' : 'ignore'],
    },
  );
  let output = '';
  const keep = (chunk) => {
    output = (output + chunk).slice(-4000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.stdin.on('error', () => {});
  const ended = new Promise((done) => child.on('close', done));
  return {
    output: () => output,
    channel: child.stdio[3],
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/**
 * A screen that nobody sees, where there is Xvfb; else the one there is.
 * @returns `{ env, stop() }`.
 */
export async function startDisplay() {
  const xvfb = process.platform === 'linux' && onPath(['Xvfb']);
  if (!xvfb) return { env: {}, async stop() {} };
  const screen = ['-screen', '0', '1280x1000x24', '-nolisten', 'tcp', '-displayfd', '3'];
  const server = startProcess(xvfb, screen, { channel: true });
  const display = await new Promise((done, failed) => {
    server.channel.once('data', (chunk) => done(`:${String(chunk).trim()}`));
    server.channel.once('end', () => failed(new Error(`Xvfb did not start: ${server.output()}`)));
  });
  // Software drawing, so that one machine draws as another does.
  return { env: { DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1' }, stop: server.stop };
}
