import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { writeBeautyLog } from './beauty-log.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const peers = join(root, 'bench/accuracy/peers');

/** Runs a program; its last line of output is one JSON document, or all of it is. */
function runForJson(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code) reject(new Error(`${command} ${args.join(' ')} ended with ${code}`));
      else resolve(JSON.parse(out));
    });
  });
}

/** A folder for what is made on the way, and the programs that are run in it. */
export async function createWorkplace(dataFolder) {
  const folder = mkdtempSync(join(tmpdir(), 'nextaisle-accuracy-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const loaded = {};

  /** A module of ours in TypeScript, built on first use. */
  async function load(name) {
    if (loaded[name]) return loaded[name];
    const outfile = join(folder, `${name}.mjs`);
    await build({
      entryPoints: [join(root, `bench/accuracy/${name}.ts`)],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'error',
    });
    loaded[name] = await import(pathToFileURL(outfile).href);
    return loaded[name];
  }

  /** What `nextaisle train` is told of a log: files and how to read them. */
  function readingOf({ log, test, attributes, read = [] }) {
    const at = (path) => join(dataFolder, path);
    if (!attributes) return [at(log), ...read, ...(test ? ['--test', at(test)] : [])];
    const table = join(folder, 'beauty.csv');
    if (!existsSync(table)) writeBeautyLog(at(log), at(attributes), table);
    return [table, ...read];
  }

  return {
    readingOf,
    /** The built command line: the figure that counts is what a user gets. */
    train: (args) =>
      runForJson(process.execPath, [
        join(root, 'dist/cli.js'),
        'train',
        ...args,
        ...['--out', join(folder, 'model.safetensors'), '--sample', 'all', '--json'],
      ]),
    modelFile: join(folder, 'model.safetensors'),
    async exportEvents(name, reading) {
      const out = join(folder, `${name}.events`);
      if (existsSync(out)) return out;
      const { exportEvents } = await load('export-events');
      await exportEvents(['train', ...reading], out);
      return out;
    },
    stepCost: async (path) => (await load('step-cost')).stepCost(path),
    runPeer: (peer, args) => runForJson('python3', [join(peers, `${peer}.py`), ...args]),
  };
}

/** PyTorch is for the peers only, and may be missing. */
export const hasTorch = () => spawnSync('python3', ['-c', 'import numpy, torch']).status === 0;
