import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBundled } from '../../../scripts/bundle-node.mjs';
import { rootPath } from '../../../scripts/shell.mjs';
import { commit } from '../results.mjs';
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
 * @param models folder that the first seed's files are kept in, with what their training said.
 * @param trained such a folder, to measure its files instead of training.
 */
export function createWorkplace(dataFolder, { models, trained } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'nextaisle-accuracy-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const modelFile = join(folder, 'model.safetensors');
  const cli = (...args) => runForJson(process.execPath, [join(rootPath, 'dist/cli.js'), ...args]);
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
      const { report, ...result } = await cli(
        'train',
        ...args,
        ...['--out', modelFile, '--sample', 'all', '--json'],
      );
      result.commit = commit();
      if (models && seed === 1) {
        mkdirSync(models, { recursive: true });
        copyFileSync(modelFile, join(models, `${name}.safetensors`));
        writeFileSync(join(models, `${name}.json`), `${JSON.stringify(result)}\n`);
      }
      return { ...result, report };
    },
    modelFile,
    /** What the training of a kept model said, or undefined where none was named; its file is then the one in use. */
    kept(name) {
      if (!trained) return undefined;
      copyFileSync(join(trained, `${name}.safetensors`), modelFile);
      return JSON.parse(readFileSync(join(trained, `${name}.json`), 'utf8'));
    },
    /** Measures the file in use. */
    evaluate: async (args) =>
      (await cli('evaluate', modelFile, ...args, '--sample', 'all', '--json')).report,
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
