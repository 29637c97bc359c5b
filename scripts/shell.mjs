import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = new URL('../', import.meta.url);
export const rootPath = fileURLToPath(root);

const env = () => ({
  NO_COLOR: '1',
  ...process.env,
  // So that commands find the tools of this repository.
  PATH: `${rootPath}node_modules/.bin${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
});

const MINUTES_ALLOWED = 30;

/**
 * Runs a command and returns `{ ok, output }`. Never throws. A command that hangs is stopped with
 * all its children, so that a gate always ends and names the step.
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
      env: { ...env(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => {
      try {
        if (isWindows) child.kill();
        else process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It had already ended.
      }
    };
    const limit = setTimeout(() => {
      output += `\nstopped after ${MINUTES_ALLOWED} minutes: ${command} ${args.join(' ')}\n`;
      stop();
    }, MINUTES_ALLOWED * 60_000);
    // Ctrl-C does not reach its own process group.
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

/** Runs a command quietly; on failure prints its output and exits. */
export async function runShown(command, args, options) {
  const { ok, output } = await run(command, args, options);
  if (ok) return output;
  console.error(output);
  console.error(`failed: ${command} ${args.join(' ')}`);
  process.exit(1);
}
