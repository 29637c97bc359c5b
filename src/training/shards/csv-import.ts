import { existsSync, renameSync } from 'node:fs';
import type { TableHead } from '../log/table-head.js';
import type { Engine } from './engine.js';
import { NotPlain } from './not-plain.js';
import { named, pathText, quoted } from './sql-text.js';

/**
 * Copies a CSV file into Parquet, as text: so each row has a number, and is parsed once.
 * @throws NotPlain where DuckDB may read its rows in another way than `train`.
 */
export async function importCsv(
  engine: Engine,
  path: string,
  { headers, delimiter, skip, isPacked }: TableHead & { isPacked: boolean },
  to: string,
): Promise<void> {
  if (existsSync(to)) return;
  const columns = headers.map((header) => `${quoted(header)}: 'VARCHAR'`).join(', ');
  const compression = isPacked ? 'gzip' : 'none';
  const part = `${to}.part`;
  try {
    await engine.run("set preserve_insertion_order = 'true'");
    await engine.run(
      `copy (select ${headers.map(named).join(', ')} from read_csv(${pathText(path)}, auto_detect = false, header = false, skip = ${skip}, delim = ${quoted(delimiter)}, quote = '"', escape = '"', compression = '${compression}', hive_partitioning = false, columns = {${columns}})) to ${quoted(part)} (format parquet, compression zstd)`,
    );
  } catch (thrown) {
    const [why] = String((thrown as Error).message ?? thrown).split('\n');
    throw new NotPlain(`has rows that are no plain CSV (${why})`);
  } finally {
    await engine.run("set preserve_insertion_order = 'false'");
  }
  const lost = headers.map((header) => `contains(${named(header)}, '\uFFFD')`).join(' or ');
  const [{ odd, n, first_row }] = await engine.rows<Record<string, number>>(
    `select count(case when odd then 1 end) as odd, count(case when lost then 1 end) as n, coalesce(min(case when lost then row end), 0) as first_row from (select ${oddRow(headers)} as odd, ${lost} as lost, file_row_number as row from read_parquet(${pathText(part)}, hive_partitioning = false, file_row_number = true))`,
  );
  if (odd) throw new NotPlain('has quotes, line ends or blank rows in its cells');
  await engine.run(
    'create table if not exists lost_letters (path varchar, n integer, first_row integer)',
  );
  await engine.fill('lost_letters', [[path, n, first_row]]);
  renameSync(part, to);
}

/** What a careful reader of CSV looks at twice: a quote in a cell, the header again, a row of blanks. */
function oddRow(headers: readonly string[]): string {
  const all = headers.map(named);
  const marks = all.map((name) => `regexp_matches(${name}, '["\\x00\\n\\r]')`);
  const names = headers.map(quoted).join(', ');
  // Another header's names are these for the most part; of a wide table the first ones are enough.
  const some = all.slice(0, 40);
  const again = some.map((name) => `case when ${name} in (${names}) then 1 else 0 end`);
  const blank = all.map((name) => `coalesce(trim(${name}), '') = ''`);
  return [...marks, `(${again.join(' + ')}) * 2 > ${some.length}`, `(${blank.join(' and ')})`].join(
    ' or ',
  );
}
