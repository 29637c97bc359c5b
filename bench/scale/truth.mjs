// node bench/scale/truth.mjs [--in folder] [--model file] [events…]: trains on simulated logs and holds the models against the best
// that is possible, and against simple rules: all are asked the same. Keeps a row a size in bench/results/truth.json.
// Above two million events the log is prepared on DuckDB, and PyTorch trains (PYTHON names an interpreter that has it).
// --in keeps logs, shards and models there, and goes on with what is there. --model measures a file that was trained on
// one of them otherwise, and keeps no row.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { importBundled } from '../../scripts/bundle-node.mjs';
import { rootPath } from '../../scripts/shell.mjs';

const RESULTS = join(rootPath, 'bench/results/truth.json');
/** Quick: `train` without options takes several times as long and finds more. A long log needs fewer passes. */
const training = (events) =>
  `--size tiny --content 0 --teaching 0 --epochs ${events < 200_000 ? 3 : 1}`.split(' ');
/** Events from which shards and PyTorch take over. */
const LARGE = 2_000_000;
const SAMPLE = 5000;
const cli = process.env.NEXTAISLE_CLI ?? join(rootPath, 'dist/cli.js');
const python = process.env.PYTHON ?? 'python3';
const { values, positionals } = parseArgs({
  options: { in: { type: 'string' }, model: { type: 'string' } },
  allowPositionals: true,
});
const sizes = positionals.length ? positionals.map(Number) : [10_000, 100_000];

const folder = values.in ?? mkdtempSync(join(tmpdir(), 'nextaisle-truth-'));
mkdirSync(folder, { recursive: true });
if (!values.in) process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const kept = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : { rows: [] };
const { measureTruth } = await importBundled('bench/scale/truth.ts');

for (const events of sizes) {
  const log = join(folder, `${events}.parquet`);
  const shards = join(folder, `${events}.shards`);
  const model = join(folder, `${events}.safetensors`);
  const isLarge = events >= LARGE;
  const seconds = stages(join(folder, `${events}.seconds.json`));
  seconds.of('simulate', log, process.execPath, [
    cli,
    'simulate',
    '--events',
    events,
    '--out',
    log,
  ]);
  if (isLarge) {
    seconds.of('prepare', shards, process.execPath, [cli, 'prepare', log, '--out', shards]);
  }
  const read = isLarge ? shards : log;
  const known = JSON.parse(readFileSync(`${log}.truth.json`, 'utf8'));
  if (values.model) {
    console.log(JSON.stringify(await measureTruth(values.model, read, known, SAMPLE)));
    continue;
  }
  const [program, ...start] = isLarge
    ? [python, '-m', 'nextaisle', 'train', shards, '--resume']
    : [process.execPath, cli, 'train', log, '--sample', 200];
  seconds.of('train', model, program, [...start, '--out', model, ...training(events)]);
  const measured = await measureTruth(model, read, known, SAMPLE);
  const row = {
    events,
    items: known.items,
    trainer: isLarge ? 'PyTorch' : 'TypeScript',
    training: training(events).join(' '),
    seconds: seconds.all,
    bytes: gzipSync(readFileSync(model)).length,
    best: known.best,
    ...measured,
  };
  console.log(JSON.stringify(row));
  const rows = [...kept.rows.filter((other) => other.events !== events), row];
  kept.rows = rows.sort((a, b) => a.events - b.events);
  kept.machine = `${cpus().length} × ${cpus()[0].model.trim()}`;
  const short = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value);
  writeFileSync(RESULTS, `${JSON.stringify(kept, short, 2)}\n`);
}

/** The processor's seconds of each stage, kept beside what it made. */
function stages(file) {
  const all = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return {
    all,
    of(stage, made, program, args) {
      if (existsSync(made) && all[stage] !== undefined) return;
      const script = 'TIMEFORMAT="%U %S"; time "$0" "$@"';
      const { stderr, status } = spawnSync('bash', ['-c', script, program, ...args.map(String)], {
        encoding: 'utf8',
        maxBuffer: 1e8,
        env: { ...process.env, PYTHONPATH: join(rootPath, 'scale/python/src') },
      });
      if (status) throw new Error(stderr);
      const [user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
      all[stage] = user + system;
      writeFileSync(file, JSON.stringify(all));
    },
  };
}
