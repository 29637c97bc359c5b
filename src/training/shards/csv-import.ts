import { existsSync, renameSync } from 'node:fs';
import { PredictorError } from '../../lib/errors.js';
import type { TableHead } from '../log/table-head.js';
import { badLog } from '../log/log-error.js';
import type { Engine } from './engine.js';
import { named, quoted } from './sql-text.js';

/**
 * Copies a CSV file into Parquet, as text: so each row has a number, and is parsed once.
 * @throws PredictorError BAD_LOG where DuckDB cannot read the table.
 */
export async function importCsv(
  engine: Engine,
  path: string,
  { headers, delimiter, skip }: TableHead,
  to: string,
): Promise<void> {
  if (existsSync(to)) return;
  const columns = headers.map((header) => `${quoted(header)}: 'VARCHAR'`).join(', ');
  const part = `${to}.part`;
  try {
    await engine.run("set preserve_insertion_order = 'true'");
    await engine.run(
      `copy (select ${headers.map(named).join(', ')} from read_csv(${quoted(path)}, auto_detect = false, header = false, skip = ${skip}, delim = ${quoted(delimiter)}, quote = '"', escape = '"', columns = {${columns}})) to ${quoted(part)} (format parquet, compression zstd)`,
    );
    renameSync(part, to);
  } catch (thrown) {
    if (thrown instanceof PredictorError) throw thrown;
    const [why] = String((thrown as Error).message ?? thrown).split('\n');
    throw badLog(
      path,
      `cannot be read as plain CSV (${why}). Mend that line, export it as Parquet, or give it to train as it is.`,
      thrown,
    );
  } finally {
    await engine.run("set preserve_insertion_order = 'false'");
  }
}
