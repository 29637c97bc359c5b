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

/** Runs a command and keeps what it printed: `{ ok, output }`. Never throws. */
export function run(command, args = [], options = {}) {
  return new Promise((done) => {
    let output = '';
    const child = spawn(command, args, {
      cwd: rootPath,
      shell: process.platform === 'win32',
      ...options,
      env: { ...env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => done({ ok: false, output: `${output}${error.message}\n` }));
    child.on('close', (code) => done({ ok: code === 0, output }));
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
