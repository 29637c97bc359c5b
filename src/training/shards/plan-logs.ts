import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogMeaning } from '../data/collect-log.js';
import type { ActionReader } from '../log/action-names.js';
import type { LogSource, ReadOptions } from '../log/read-source.js';
import type { Engine } from './engine.js';
import { type FirstLines, firstLines } from './first-lines.js';
import { notPlain, planShards, type ShardPlan } from './log-plan.js';
import { SHARDS_VERSION } from './manifest.js';
import { macroOf, readSqlText, type SqlStep } from './sql-text.js';

const TEST = 0.1;
const VALIDATION = 0.1;
const SESSION_GAP_MS = 30 * 60_000;

export interface PlanOptions extends LogMeaning {
  reading?: ReadOptions;
  /** The folder with prepare.sql, and a slash at its end. */
  sqlFolder: string;
}

/** All that is decided before the first statement runs. */
export interface PlannedLogs {
  plan: ShardPlan;
  heads: FirstLines[];
  prelude: string;
  functions: ReturnType<typeof readSqlText>['functions'];
  steps: SqlStep[];
  /** What each function of settings gives, with its type. */
  settings: Record<string, [type: 'bigint' | 'double' | 'int', body: string]>;
  /** Of the text and of all that was decided. */
  made: string;
}

/** @throws PredictorError BAD_LOG where the files are no plain tables of one kind. */
export async function planLogs(
  sources: readonly LogSource[],
  options: PlanOptions,
  readAction: ActionReader,
): Promise<PlannedLogs> {
  const { keepRobots = false, sqlFolder } = options;
  const text = readFileSync(join(sqlFolder, 'prepare.sql'), 'utf8');
  const prelude = readFileSync(join(sqlFolder, 'duckdb.sql'), 'utf8');
  const heads: FirstLines[] = [];
  for (const source of sources) heads.push(await firstLines(source, options.reading ?? {}));
  const [first] = sources;
  const [{ lines, table }] = heads;
  if (heads.some((head) => (head.table === undefined) !== (table === undefined))) {
    throw notPlain(first.name, 'and others are files of several kinds');
  }
  if (heads.some((head) => head.table?.headers.join() !== table?.headers.join())) {
    throw notPlain(first.name, 'and others have different columns');
  }
  const values = lines.map((line) => line.values);
  const plan = planShards(first.name, values, options, readAction, keepRobots);
  const settings: PlannedLogs['settings'] = {
    session_gap_ms: ['bigint', String(SESSION_GAP_MS)],
    test_share: ['double', sqlDouble(TEST)],
    validation_share: ['double', sqlDouble(VALIDATION)],
    keep_robots: ['int', keepRobots ? '1' : '0'],
    unix_from: ['double', plan.unixFrom === undefined ? NONE : sqlDouble(plan.unixFrom)],
    price_unit: ['double', plan.prices.some(({ isCents }) => isCents) ? '1e0' : '1e2'],
  };
  const said = [SHARDS_VERSION, text, prelude, settings, plan, [...(options.actions ?? [])]];
  const made = createHash('sha256').update(JSON.stringify(said)).digest('hex');
  return { plan, heads, prelude, settings, made, ...readSqlText(text) };
}

const NONE = 'cast(null as double)';

/** `1e-1`: without an exponent it would be a decimal. */
const sqlDouble = (value: number): string => value.toExponential();

/** Defines what prepare.sql is written in. */
export async function defineFunctions(
  engine: Engine,
  { prelude, settings, functions }: PlannedLogs,
): Promise<void> {
  for (const statement of prelude.split(/;\n/)) if (statement.trim()) await engine.run(statement);
  for (const [name, [, body]] of Object.entries(settings)) {
    await engine.run(`create or replace macro ${name}() as ${body}`);
  }
  for (const one of functions) await engine.run(macroOf(one));
}
