import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBundled } from '../../../scripts/bundle-node.mjs';
import { rootPath } from '../../../scripts/shell.mjs';
import { writeBeautyLog } from './beauty-log.mjs';

const peers = join(rootPath, 'bench/accuracy/peers');
const load = (name) => importBundled(`bench/accuracy/next-item/${name}.ts`);

/** Runs a program whose output is one JSON document. */
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

/**
 * A temporary folder, removed at exit, and functions that run programs in it.
 * @param models folder that the first seed's files are kept in.
 */
export function createWorkplace(dataFolder, models) {
  const folder = mkdtempSync(join(tmpdir(), 'nextaisle-accuracy-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const modelFile = join(folder, 'model.safetensors');
  return {
    /** Arguments of `nextaisle train` for a log: its files and how to read them. */
    readingOf({ log, test, attributes, read }) {
      const at = (path) => join(dataFolder, path);
      if (!attributes) return [at(log), ...read, ...(test ? ['--test', at(test)] : [])];
      const table = join(folder, 'beauty.csv');
      if (!existsSync(table)) writeBeautyLog(at(log), at(attributes), table);
      return [table, ...read];
    },
    /** The built command line, so that figures are what a user gets. */
    async train(args, name, seed) {
      const result = await runForJson(process.execPath, [
        join(rootPath, 'dist/cli.js'),
        'train',
        ...args,
        ...['--out', modelFile, '--sample', 'all', '--json'],
      ]);
      if (models && seed === 1) {
        mkdirSync(models, { recursive: true });
        copyFileSync(modelFile, join(models, `${name}.safetensors`));
      }
      return result;
    },
    modelFile,
    async exportEvents(name, reading) {
      const out = join(folder, `${name}.events`);
      if (existsSync(out)) return out;
      const { exportEvents } = await load('export-events');
      await exportEvents(['train', ...reading], out);
      return out;
    },
    async recentlyViewed(reading) {
      const { measureRecentlyViewed } = await load('recently-viewed');
      return measureRecentlyViewed(['train', ...reading]);
    },
    stepCost: async (path) => (await load('step-cost')).stepCost(path),
    runPeer: (peer, args) => runForJson('python3', [join(peers, `${peer}.py`), ...args]),
  };
}

/** Only peers need PyTorch; it may be missing. */
export const hasTorch = () => spawnSync('python3', ['-c', 'import numpy, torch']).status === 0;
