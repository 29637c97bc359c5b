import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = new URL('../', import.meta.url);
export const rootPath = fileURLToPath(root);

const env = {
  NO_COLOR: '1',
  ...process.env,
  // What a gate starts must find the tools of this repository.
  PATH: `${rootPath}node_modules/.bin${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
};

const MINUTES_ALLOWED = 12;

/**
 * Runs a command and keeps what it printed: `{ ok, output }`. Never throws. One that hangs is
 * stopped, with all that it started, so that a gate always ends and says which step it was.
 */
export function run(command, args = [], options = {}) {
  return new Promise((done) => {
    let output = '';
    const isWindows = process.platform === 'win32';
    const child = spawn(command, args, {
      cwd: rootPath,
      shell: isWindows,
      detached: !isWindows,
      ...options,
      env: { ...env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => {
      try {
        if (isWindows) child.kill();
        else process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const limit = setTimeout(() => {
      output += `\nstopped after ${MINUTES_ALLOWED} minutes: ${command} ${args.join(' ')}\n`;
      stop();
    }, MINUTES_ALLOWED * 60_000);
    // A group of its own does not hear Ctrl-C.
    const abort = () => process.exit(130);
    process.once('exit', stop);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, abort);
    const end = (result) => {
      clearTimeout(limit);
      process.off('exit', stop);
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, abort);
      done(result);
    };
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => end({ ok: false, output: `${output}${error.message}\n` }));
    child.on('close', (code) => end({ ok: code === 0, output }));
  });
}

/** Runs a command quietly; prints what it said and ends this process when it fails. */
export async function runShown(command, args, options) {
  const { ok, output } = await run(command, args, options);
  if (ok) return output;
  console.error(output);
  console.error(`failed: ${command} ${args.join(' ')}`);
  process.exit(1);
}
