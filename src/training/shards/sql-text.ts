/** A function of prepare.sql, and a step. */
export interface SqlFunction {
  name: string;
  /** `ms bigint, x string` */
  parameters: string;
  body: string;
}
export interface SqlStep {
  name: string;
  /** What a person reads while it runs. */
  says: string;
  sql: string;
}

const HEADING =
  /^-- (?:function (?<fn>\w+)\((?<parameters>[^)]*)\) \w+|step (?<step>\w+) \| (?<says>.*))$/;

/** Takes prepare.sql apart; scale/spark.py does the same. */
export function readSqlText(text: string): { functions: SqlFunction[]; steps: SqlStep[] } {
  const functions: SqlFunction[] = [];
  const steps: SqlStep[] = [];
  let heading: Record<string, string | undefined> | undefined;
  let lines: string[] = [];
  const end = () => {
    const body = lines.join('\n').trim().replace(/;$/, '');
    const { fn, parameters = '', step, says = '' } = heading ?? {};
    if (fn !== undefined) functions.push({ name: fn, parameters, body });
    else if (step !== undefined) steps.push({ name: step, says, sql: body });
    lines = [];
  };
  for (const line of text.split('\n')) {
    const found = HEADING.exec(line);
    if (found) {
      end();
      heading = found.groups;
    } else if (!line.startsWith('--')) lines.push(line);
  }
  end();
  return { functions, steps };
}

/** A function as DuckDB has it. */
export function macroOf({ name, parameters, body }: SqlFunction): string {
  const names = parameters
    .split(',')
    .map((one) => one.trim().split(' ')[0])
    .join(', ');
  return `create or replace macro ${name}(${names}) as ${body}`;
}

/** A text of SQL. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The path of one file, in which DuckDB would see a pattern. */
export const pathText = (path: string): string => quoted(path.replace(/[*?[]/g, '[$&]'));

/** A name of SQL. */
export const named = (name: string): string => `"${name.replaceAll('"', '""')}"`;
