import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { createActionReader } from '../log/action-names.js';
import type { LogSource } from '../log/read-source.js';
import { checkSample } from './check-sample.js';
import { importCsv } from './csv-import.js';
import { type Engine, openEngine } from './engine.js';
import { LINES_A_FILE, makeLogView } from './make-log-view.js';
import { fillActions, fillPaths } from './lookups.js';
import { type Manifest, SHARDS_VERSION } from './manifest.js';
import { refuseDays, refuseEmpty, refuseMisread, refuseShared } from './refuse.js';
import { defineFunctions, type PlanOptions, planLogs } from './plan-logs.js';
import type { SqlStep } from './sql-text.js';
import { createSteps } from './steps.js';
import { shardStatements, summary } from './summary.js';

/** Events whose tokens are made at once: more would spill. */
const SLICE = 2_500_000;
const SHARDS = 256;

export interface PrepareOptions extends PlanOptions {
  /** A line of progress. */
  say(text: string): void;
}

/**
 * Makes shards of a log with SQL on DuckDB: logs that are larger than memory. Read next: scale/prepare.sql, which
 * says all of it; log-plan.ts and log-view.ts, which say how its columns are read; check-sample.ts.
 * @throws PredictorError BAD_LOG where the log is no plain table, NO_DATA, ENGINE_MISSING.
 */
export async function prepareShards(
  sources: readonly LogSource[],
  out: string,
  options: PrepareOptions,
): Promise<Manifest> {
  const { say } = options;
  const readAction = createActionReader(options.actions);
  const planned = await planLogs(sources, options, readAction);
  const { plan, made, heads, steps } = planned;
  const [first] = sources;
  const [{ lines: sample }] = heads;
  const key = createHash('sha256')
    .update(
      JSON.stringify([
        made,
        sources.map(({ name }) => [resolve(name), statSync(name).size, statSync(name).mtimeMs]),
      ]),
    )
    .digest('hex');

  const work = join(out, '.work');
  if (!isStarted(work, key)) startAnew(out, work, key);
  mkdirSync(join(out, 'events'), { recursive: true });
  const engine = await openEngine(join(work, 'work.duckdb'), join(work, 'spill'));
  try {
    await defineFunctions(engine, planned);
    const { run } = await createSteps(engine, say);
    const parquet = sources.map(({ name }) => name);
    for (const [i, { table: head }] of heads.entries()) {
      if (!head) continue;
      const to = join(work, `log-${i}.parquet`);
      if (!existsSync(to)) say(`copying ${parquet[i]}`);
      await importCsv(engine, parquet[i], head, to);
      parquet[i] = to;
    }
    await makeLogView(engine, first.name, plan, parquet);
    await run(step('actions', 'looking at the actions'), () =>
      fillActions(engine, first.name, plan, readAction),
    );
    for (const one of steps) {
      if (one.name === 'items') {
        await run(step('paths', 'reading categories'), () => fillPaths(engine, plan));
      }
      if (one.name === 'tokens') await runSlices(engine, one, run);
      else await run(one);
      if (one.name === 'lines') {
        await checkSample(engine, first.name, sample, options);
        await refuseMisread(engine, parquet, options.allowRefused);
        if (plan.session) await refuseShared(engine, first.name);
      }
      if (one.name === 'clock') await refuseDays(engine, first.name);
    }
    await refuseEmpty(engine);
    for (const { name, sql, file } of await shardStatements(engine, out)) {
      if (existsSync(file)) continue;
      await engine.run(sql(`${file}.part`));
      renameSync(`${file}.part`, file);
      if (name) say(name);
    }
    const manifest: Manifest = {
      format: 'nextaisle-shards',
      version: SHARDS_VERSION,
      hash: made,
      log: sources.map(({ name }) => basename(name)),
      columns: plan.columns,
      ...(await summary(
        engine,
        sources.map(({ name }) => basename(name)),
        LINES_A_FILE,
      )),
    };
    writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`);
    return manifest;
  } finally {
    engine.close();
    if (existsSync(join(out, 'manifest.json'))) rmSync(work, { recursive: true, force: true });
  }
}

const step = (name: string, says: string): SqlStep => ({ name, says, sql: name });

const isStarted = (work: string, key: string): boolean =>
  existsSync(join(work, 'key')) && readFileSync(join(work, 'key'), 'utf8') === key;

/** What was begun with another text or log is of no use. */
function startAnew(out: string, work: string, key: string): void {
  rmSync(work, { recursive: true, force: true });
  rmSync(join(out, 'manifest.json'), { force: true });
  rmSync(join(out, 'events'), { recursive: true, force: true });
  for (const name of ['items', 'categories', 'report']) {
    rmSync(join(out, `${name}.parquet`), { force: true });
  }
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, 'key'), key);
}

/** Makes tokens shard by shard, some at a time, into one table. */
async function runSlices(
  engine: Engine,
  { name, says, sql }: SqlStep,
  run: (step: SqlStep) => Promise<void>,
): Promise<void> {
  const [{ events }] = await engine.rows<{ events: number }>(
    'select count(*) as events from numbered',
  );
  const slices = Math.min(SHARDS, Math.max(1, Math.ceil(events / SLICE)));
  const at = (slice: number) => String(Math.round((slice * SHARDS) / slices) * 2 ** 32);
  for (let slice = 0; slice < slices; slice++) {
    const statement = sql
      .replace('slice_from()', at(slice))
      .replace('slice_to()', at(slice + 1))
      .replace(/^create table tokens as/, slice ? 'insert into tokens' : '$&');
    const more = slices > 1 ? ` ${slice + 1} of ${slices}` : '';
    await run({ name: `${name}${more}`, says, sql: statement });
  }
}
