import { createHash } from 'node:crypto';
import { existsSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { PredictorError } from '../../lib/errors.js';
import { type ActionReader, createActionReader } from '../log/action-names.js';
import type { SharedSessions } from '../data/shared-sessions.js';
import type { LogSource } from '../log/read-source.js';
import type { Engine } from './engine.js';
import { fillPaths } from './lookups.js';
import { type Manifest, SHARDS_VERSION } from './manifest.js';
import { NotPlain } from './not-plain.js';
import {
  defineFunctions,
  type PlainLogs,
  type PlannedLogs,
  type PlanOptions,
  planLogs,
} from './plan-logs.js';
import { numberedFiles, plainLines } from './plain-lines.js';
import { type Reading, readingOf, readLines } from './read-lines.js';
import { refuseDays, refuseNothing } from './refuse.js';
import type { Said } from './plain-notes.js';
import { sharedVisitsOf } from './shared-visits.js';
import type { SqlStep } from './sql-text.js';
import { createSteps } from './steps.js';
import type { NumberedFile } from './line-places.js';
import { shardStatements, summary } from './summary.js';
import { openWork } from './work-folder.js';

/** Events whose tokens are made at once: more would spill. */
const SLICE = 2_500_000;
const SHARDS = 256;

export interface PrepareOptions extends PlanOptions {
  /** A line of progress. */
  say(text: string): void;
}

/**
 * Makes shards of a log with SQL on DuckDB: logs that are larger than memory. Read next: scale/prepare.sql, which
 * says all of it; log-plan.ts and log-view.ts, which say how its columns are read; check-sample.ts; read-lines.ts.
 * @throws PredictorError BAD_LOG where it is no log or has no times, NO_DATA, ENGINE_MISSING.
 */
export async function prepareShards(
  sources: readonly LogSource[],
  out: string,
  options: PrepareOptions,
): Promise<Manifest> {
  const { say } = options;
  const readAction = createActionReader(options.actions);
  const planned = await planLogs(sources, options, readAction);
  const { made, steps } = planned;
  const [first] = sources;
  const key = createHash('sha256')
    .update(
      JSON.stringify([
        made,
        sources.map(({ name }) => [resolve(name), statSync(name).size, statSync(name).mtimeMs]),
      ]),
    )
    .digest('hex');

  const work = await openWork(out, key);
  const { engine } = work;
  try {
    await defineFunctions(engine, planned);
    const { run } = await createSteps(engine, say);
    const { reading, said, shared } = await makeLines(
      engine,
      sources,
      work.folder,
      planned,
      readAction,
      run,
      options,
    );
    for (const one of steps) {
      if (one.name === 'lines') continue;
      if (one.name === 'items') {
        await run(step('paths', 'reading categories'), () =>
          fillPaths(engine, levelsOf(planned, reading)),
        );
      }
      if (one.name === 'tokens') await runSlices(engine, one, run);
      else if (one.name === 'report') await run(one, () => report(engine, one, reading));
      else await run(one);
      if (one.name === 'clock') await refuseDays(engine, first.name);
    }
    await refuseNothing(engine, (reading ?? said)?.notes);
    for (const { name, sql, file } of await shardStatements(engine, work.made)) {
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
      columns: reading?.columns ?? (planned.plain as PlainLogs).plan.columns,
      ...(await summary(engine, filesOf(planned.plain, sources, reading), {
        reading,
        said,
        shared,
      })),
    };
    writeFileSync(join(work.made, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`);
    work.finish();
    return manifest;
  } catch (thrown) {
    if (thrown instanceof PredictorError) work.discard();
    throw thrown;
  } finally {
    work.close();
  }
}

const step = (name: string, says: string): SqlStep => ({ name, says, sql: name });

/** Reads the lines by SQL where that reads them as `train` does, else by the reader of `train`. */
async function makeLines(
  engine: Engine,
  sources: readonly LogSource[],
  work: string,
  { plain, made, steps }: PlannedLogs,
  readAction: ActionReader,
  run: Run,
  options: PrepareOptions,
): Promise<{ reading?: Reading; said?: Said; shared?: SharedSessions }> {
  const before = await readingOf(engine);
  let said: Said | undefined;
  let why = typeof plain === 'string' ? plain : '';
  const bySql = steps.find(({ name }) => name === 'lines');
  if (!before && typeof plain !== 'string' && bySql) {
    try {
      said = await plainLines(engine, plain, work, bySql, readAction, run, options);
    } catch (thrown) {
      if (!(thrown instanceof NotPlain)) throw thrown;
      why = thrown.what;
    }
  }
  const { name } = sources[0];
  if (!before && why) {
    options.say(`${name} ${why}: each line is read as train does, which takes longer`);
    const careful: SqlStep = { name: 'lines', says: 'reading line by line', sql: `${made} ${why}` };
    await run(careful, () => readLines(engine, sources, options));
  }
  return { reading: await readingOf(engine), said, shared: await sharedVisitsOf(engine) };
}

type Run = (step: SqlStep, run?: () => Promise<void>) => Promise<void>;

/** Of a category's texts, how many are its levels. */
const levelsOf = ({ plain }: PlannedLogs, reading?: Reading): number =>
  reading || typeof plain === 'string'
    ? Number.POSITIVE_INFINITY
    : (plain.plan.columns.category?.length ?? 0);

/** The files that have numbers. */
const filesOf = (
  plain: PlannedLogs['plain'],
  sources: readonly LogSource[],
  reading?: Reading,
): NumberedFile[] =>
  (reading || typeof plain === 'string'
    ? sources.map(({ name }) => ({ name, above: 0 }))
    : numberedFiles(plain)
  ).map((file) => ({ ...file, name: basename(file.name) }));

/** Counts what was left out, by SQL and by the reader of `train`. */
async function report(engine: Engine, { sql }: SqlStep, reading?: Reading): Promise<void> {
  await engine.run(sql);
  if (!reading) return;
  const rows = [
    ...reading.refused.map(({ reason, count }) => ['refused', reason, count, -1] as const),
    ...Object.entries(reading.ignored).map(([name, n]) => ['ignored', name, n, -1] as const),
  ];
  const table = await engine.appender('report', ['VARCHAR', 'VARCHAR', 'BIGINT', 'BIGINT']);
  for (const row of rows) table.add(row);
  table.close();
}

/** Makes tokens shard by shard, some at a time, into one table. */
async function runSlices(engine: Engine, { name, says, sql }: SqlStep, run: Run): Promise<void> {
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
