import type { Engine } from './engine.js';
import type { ShardPlan } from './log-plan.js';
import { logView } from './log-view.js';
import { NotPlain } from './not-plain.js';
import { pathText } from './sql-text.js';

/** Rows of a file have numbers from here on: more than a file has. */
export const LINES_A_FILE = 2 ** 36;

/**
 * Makes the view `log`, and `raw_log` with the columns of the files.
 * @returns its text, with `{line}` and `{source}` for another engine.
 * @throws NotPlain where the files are not read alike.
 */
export async function makeLogView(
  engine: Engine,
  plan: ShardPlan,
  files: readonly string[],
): Promise<string> {
  const list = `[${files.map(pathText).join(', ')}]`;
  const read = (more = '') =>
    `read_parquet(${list}, hive_partitioning = false, file_row_number = true${more})`;
  const described = await engine.rows<{ column_name: string; column_type: string }>(
    `describe select * exclude (file_row_number) from ${read()}`,
  );
  const types = new Map(described.map((one) => [one.column_name, one.column_type]));
  const text = logView(plan, types);
  if (files.length > 1) await refuseOthers(engine, list);
  await engine.run('create or replace table log_files (log_path varchar, log_number integer)');
  await engine.fill(
    'log_files',
    files.map((file, i) => [file, i]),
  );
  const isOne = files.length === 1;
  const line = isOne ? 'file_row_number' : `log_number * ${LINES_A_FILE} + file_row_number`;
  const source = isOne
    ? read()
    : `${read(", filename = 'log_file'")} join log_files on log_file = log_path`;
  const view = text.replace('{line}', line).replace('{source}', source);
  await engine.run(`create or replace view log as ${view}`);
  await engine.run(
    `create or replace view raw_log as select ${line} as log_line, * from ${source}`,
  );
  return text;
}

/** Columns are found by their names in the first file: another file may have others, or other types. */
async function refuseOthers(engine: Engine, list: string): Promise<void> {
  const schemas = await engine.rows(
    `select distinct columns from (select string_agg(concat_ws(' ', name, type, converted_type, logical_type, scale), ',' order by name) as columns from parquet_schema(${list}) where type is not null group by file_name)`,
  );
  if (schemas.length > 1) throw new NotPlain('has files with other columns, or other types');
}
