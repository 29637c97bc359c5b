// node bench/scale/truth.mjs [events…]: trains on simulated logs and holds the models against the best that is
// possible, and against simple rules. Keeps a row a size in bench/results/truth.json.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rootPath } from '../../scripts/shell.mjs';

const RESULTS = join(rootPath, 'bench/results/truth.json');
/** Quick: `train` without options takes several times as long and finds more. A long log needs fewer passes. */
const training = (events) =>
  `--size tiny --content 0 --teaching 0 --epochs ${events < 200_000 ? 3 : 1}`.split(' ');
const SAMPLE = 5000;
const cli = process.env.NEXTAISLE_CLI ?? join(rootPath, 'dist/cli.js');
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10_000, 100_000];

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-truth-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const kept = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : { rows: [] };

for (const events of sizes) {
  const log = join(folder, `${events}.parquet`);
  const model = join(folder, `${events}.safetensors`);
  execFileSync(process.execPath, [cli, 'simulate', '--events', events, '--out', log], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { best, items } = JSON.parse(readFileSync(`${log}.truth.json`, 'utf8'));
  const train = [
    cli,
    'train',
    log,
    '--out',
    model,
    '--json',
    '--sample',
    SAMPLE,
    ...training(events),
  ];
  const { report, seconds } = timed(process.execPath, train);
  const item = ({ method, recall20, mrr20 }) => ({
    method,
    recall20: recall20.value,
    low: recall20.low,
    high: recall20.high,
    mrr20: mrr20.value,
  });
  const row = {
    events,
    items,
    training: training(events).join(' '),
    seconds,
    bytes: gzipSync(readFileSync(model)).length,
    best,
    nextItem: report.nextItem.map(item),
    nextAction: report.nextAction.map(({ method, logLoss }) => ({
      method,
      logLoss: logLoss.value,
    })),
  };
  console.log(JSON.stringify(row));
  const rows = [...kept.rows.filter((other) => other.events !== events), row];
  kept.rows = rows.sort((a, b) => a.events - b.events);
  kept.machine = `${cpus().length} × ${cpus()[0].model.trim()}`;
  const short = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value);
  writeFileSync(RESULTS, `${JSON.stringify(kept, short, 2)}\n`);
}

/** What a command prints as JSON, and the processor's seconds it took. */
function timed(program, args) {
  const script = 'TIMEFORMAT="%U %S"; time "$0" "$@"';
  const { stdout, stderr, status } = spawnSync(
    'bash',
    ['-c', script, program, ...args.map(String)],
    {
      encoding: 'utf8',
      maxBuffer: 1e8,
    },
  );
  if (status) throw new Error(stderr);
  const [user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { report: JSON.parse(stdout).report, seconds: user + system };
}
