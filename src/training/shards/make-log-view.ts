import type { Engine } from './engine.js';
import type { ShardPlan } from './log-plan.js';
import { logView } from './log-view.js';
import { quoted } from './sql-text.js';

/** Rows of a file have numbers from here on: more than a file has. */
export const LINES_A_FILE = 2 ** 36;

/** Makes the view `log`. @returns its text, with `{line}` and `{source}` for another engine. */
export async function makeLogView(
  engine: Engine,
  name: string,
  plan: ShardPlan,
  files: readonly string[],
): Promise<string> {
  const list = `[${files.map(quoted).join(', ')}]`;
  const described = await engine.rows<{ column_name: string; column_type: string }>(
    `describe select * from read_parquet(${list})`,
  );
  const types = new Map(described.map((one) => [one.column_name, one.column_type]));
  await engine.run('create or replace table files (name varchar, number integer)');
  await engine.fill(
    'files',
    files.map((file, i) => [file, i]),
  );
  const text = logView(name, plan, types);
  const view = text
    .replace(
      '{line}',
      files.length > 1 ? `files.number * ${LINES_A_FILE} + file_row_number` : 'file_row_number',
    )
    .replace(
      '{source}',
      files.length > 1
        ? `read_parquet(${list}, file_row_number = true, filename = 'log_file') join files on log_file = files.name`
        : `read_parquet(${list}, file_row_number = true)`,
    );
  await engine.run(`create or replace view log as ${view}`);
  return text;
}
