import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogMeaning } from '../data/collect-lines.js';
import type { ActionReader } from '../log/action-names.js';
import { actOfFileName } from '../log/file-name-act.js';
import { inFile } from '../log/log-error.js';
import type { LogSource, ReadOptions } from '../log/read-source.js';
import type { TableHead } from '../log/table-head.js';
import { zoneColumn } from '../log/time-reader.js';
import type { Engine } from './engine.js';
import { firstLines } from './first-lines.js';
import { planShards, type ShardPlan } from './log-plan.js';
import { NotPlain } from './not-plain.js';
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

/** How SQL reads files of one kind. */
export interface PlainLogs {
  plan: ShardPlan;
  /** Those that have lines. */
  files: PlainFile[];
  /** What is said of those that have none. */
  notes: string[];
}

export interface PlainFile {
  source: LogSource;
  table?: TableHead & { isPacked: boolean };
  /** How its columns were found. */
  notes: readonly string[];
  /** The column that says in which zone its times are. */
  zone?: string;
}

/** All that is decided before the first statement runs. */
export interface PlannedLogs {
  /** Or why SQL does not read them: `has JSON in its cells`. */
  plain: PlainLogs | string;
  prelude: string;
  functions: ReturnType<typeof readSqlText>['functions'];
  steps: SqlStep[];
  /** What each function of settings gives, with its type. */
  settings: Record<string, [type: 'bigint' | 'double' | 'int', body: string]>;
  /** Of the text and of all that was decided. */
  made: string;
}

/** @throws PredictorError BAD_LOG where a file is no log. */
export async function planLogs(
  sources: readonly LogSource[],
  options: PlanOptions,
  readAction: ActionReader,
): Promise<PlannedLogs> {
  const { keepRobots = false, sqlFolder } = options;
  const text = readFileSync(join(sqlFolder, 'prepare.sql'), 'utf8');
  const prelude = readFileSync(join(sqlFolder, 'duckdb.sql'), 'utf8');
  const plain = await planPlain(sources, options, readAction);
  const plan = typeof plain === 'string' ? undefined : plain.plan;
  const settings: PlannedLogs['settings'] = {
    session_gap_ms: ['bigint', String(SESSION_GAP_MS)],
    test_share: ['double', sqlDouble(TEST)],
    validation_share: ['double', sqlDouble(VALIDATION)],
    keep_robots: ['int', keepRobots ? '1' : '0'],
    // Whether each line is a purchase: then one without a product is postage, say.
    all_bought: ['int', plan && !plan.type.length && plan.act === 'purchase' ? '1' : '0'],
    unix_from: ['double', plan?.unixFrom === undefined ? NONE : sqlDouble(plan.unixFrom)],
    price_unit: ['double', plan?.prices.some(({ isCents }) => isCents) ? '1e0' : '1e2'],
  };
  const { actions = [], columns, dates, reading, allowRefused } = options;
  // Without a plan, the reader of `train` decides the rest itself.
  const decided = plan ?? [plain, columns, dates, reading, allowRefused];
  const said = JSON.stringify([SHARDS_VERSION, text, prelude, settings, decided, [...actions]]);
  const made = createHash('sha256').update(said).digest('hex');
  return { plain, prelude, settings, made, ...readSqlText(text) };
}

/** Plans each file on its own first lines, as `train` does: one text of SQL reads them if the plans are the same. */
async function planPlain(
  sources: readonly LogSource[],
  options: PlanOptions,
  readAction: ActionReader,
): Promise<PlainLogs | string> {
  const files: PlainFile[] = [];
  const notes: string[] = [];
  let plan: ShardPlan | undefined;
  let kind = '';
  try {
    for (const source of sources) {
      const { lines, table, isEmpty } = await firstLines(source, options.reading ?? {});
      const { name } = source;
      // Spark writes empty parts.
      if (!lines.length) {
        notes.push(`${name}: ${isEmpty ? 'it is empty' : 'no event in it'}`);
        continue;
      }
      const values = lines.map((line) => line.values);
      const words = { ...options, named: actOfFileName(name) };
      const { plan: own, notes: said } = inFile(name, () =>
        planShards(name, values, words, readAction, options.keepRobots ?? false),
      );
      const ownKind = JSON.stringify([own, table?.headers, table?.delimiter]);
      plan ??= own;
      kind ||= ownKind;
      if (ownKind !== kind) return `has files that are not all read alike (${name})`;
      const about = table?.note === undefined ? [] : [`${name}: ${table.note}`];
      files.push({ source, table, notes: [...about, ...said], zone: zoneColumn(values[0]) });
    }
  } catch (thrown) {
    if (thrown instanceof NotPlain) return thrown.what;
    throw thrown;
  }
  return plan ? { plan, files, notes } : 'has no lines';
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
