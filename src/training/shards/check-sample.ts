import { ACTION_TYPES } from '../../events/event.js';
import { laterProblem } from '../log/later-lines.js';
import { type LogPlan, type LogWords, planLog } from '../log/log-plan.js';
import type { ReadRow } from '../log/log-reader.js';
import type { RawLine } from '../log/raw-lines.js';
import type { Engine, Row } from './engine.js';
import { LINES_A_FILE } from './make-log-view.js';
import { NotPlain } from './not-plain.js';
import { named, quoted } from './sql-text.js';

interface SqlRow {
  line: number;
  reason: string | null;
  shopper: string | null;
  also: string | null;
  visit: string | null;
  ts: number | null;
  action: number | null;
  item: string | null;
  cents: number;
  brand: string | null;
  name: string | null;
}

const SELECT =
  'select line, reason, shopper, also, visit, ts, action, item, cents, brand, name from lines';

/**
 * Holds what SQL read of lines against what the reader of `train` reads there.
 * @param from the line that the first of them is.
 * @throws NotPlain with the first line that is read in two ways.
 */
export async function checkSample(
  engine: Engine,
  from: number,
  lines: readonly RawLine[],
  { read }: LogPlan,
): Promise<void> {
  const rows = await engine.rows<SqlRow>(
    `${SELECT} where line >= ${from} and line < ${from + lines.length} order by line`,
  );
  if (rows.length !== lines.length) throw new NotPlain('has lines that DuckDB divides otherwise');
  for (const [i, row] of rows.entries()) check(row, lines[i].values, read);
}

const LATER = 4000;

/**
 * Looks at lines from behind the first ones to the end, evenly.
 * @param from the line that the file's first is, of which so many have decided how it is read.
 * @throws NotPlain where they would be read otherwise: the reader of `train` says in what.
 */
export async function checkLater(
  engine: Engine,
  from: number,
  first: number,
  plan: LogPlan,
  words: LogWords,
): Promise<void> {
  const within = `log_line >= ${from + first} and log_line < ${from + LINES_A_FILE}`;
  const [{ last }] = await engine.rows<{ last: number | null }>(
    `select max(log_line) as last from raw_log where ${within}`,
  );
  if (last === null) return;
  const step = Math.max(1, Math.floor((last - from - first) / LATER));
  const rows = await engine.rows<Row & { log_line: number }>(
    `select * from raw_log where ${within} and log_line % ${step} = 0 order by log_line`,
  );
  const lines = rows.map(({ log_line: line, ...values }) => ({ line: line - from, values }));
  const problem = laterProblem(plan, lines, (values) => planLog(values, words));
  if (problem) throw new NotPlain('has later lines that are read otherwise than its first ones');
}

/** @throws NotPlain where something was bought less than once: it came back. */
export async function checkReturns(engine: Engine, quantity: string): Promise<void> {
  const text = `ltrim(cast(${named(quantity)} as varchar))`;
  const rows = await engine.rows(
    `select 1 as one from raw_log where starts_with(${text}, '-') or starts_with(${text}, '−') or starts_with(${text}, '(') limit 1`,
  );
  if (rows.length) throw new NotPlain(`has lines with a quantity below 0 (${quantity})`);
}

/** What SQL leaves out, and the reader of `train` may read. */
const UNSURE = [
  'refused an id is a number with a fraction',
  'refused item id too long or broken',
  'refused time is a number of another kind than in the other lines',
  'refused time cannot be read',
];
const MOST_UNSURE = 1000;

/**
 * Looks for lines in a form that SQL has no words for, and asks the reader of `train` what they are.
 * @param planOf how that reads the file of a number.
 * @throws NotPlain where it reads one of them, or they are many.
 */
export async function checkForms(
  engine: Engine,
  planOf: (file: number) => Promise<LogPlan>,
): Promise<void> {
  const unsure = `reason in (${UNSURE.map(quoted).join(', ')})
  or reason is null and (price_fault = 1 or length(brand) > 100 and is_wide(brand) or length(name) > 250 and is_wide(name))`;
  const rows = await engine.rows<SqlRow>(`${SELECT} where ${unsure} limit ${MOST_UNSURE + 1}`);
  const [one] = rows;
  if (rows.length > MOST_UNSURE) {
    throw new NotPlain(`has lines in another form (${one.reason?.slice(8) ?? 'price not read'})`);
  }
  if (!one) return;
  const values = await engine.rows<Row & { log_line: number }>(
    `select * from raw_log where log_line in (${rows.map(({ line }) => line).join(', ')})`,
  );
  const byLine = new Map(values.map(({ log_line: line, ...value }) => [line, value]));
  for (const row of rows) {
    const { read } = await planOf(Math.floor(row.line / LINES_A_FILE));
    const values = byLine.get(row.line) ?? {};
    check(row, values, read);
    await useReason(engine, row, read(values));
  }
}

/** Where neither reads a line, the reader of `train` knows better why. */
async function useReason(
  engine: Engine,
  { line, reason }: SqlRow,
  [one]: ReturnType<LogPlan['read']>,
): Promise<void> {
  if (reason === null || !one || 'type' in one) return;
  const why = `${one.ignored ? 'ignored' : 'refused'} ${one.reason}`;
  if (why !== reason) {
    await engine.run(`update lines set reason = ${quoted(why)} where line = ${line}`);
  }
}

/** @throws NotPlain where SQL has read the line otherwise. */
function check(row: SqlRow, values: Row, read: LogPlan['read']): void {
  const [one, ...more] = read(values);
  const was = one && 'type' in one ? one : undefined;
  const said = `has in row ${(row.line % LINES_A_FILE) + 1}`;
  if (more.length) throw new NotPlain(`${said} several events`);
  if ((row.reason === null) !== (was !== undefined)) {
    throw new NotPlain(`${said} what SQL reads otherwise (${row.reason?.slice(8) ?? 'an event'})`);
  }
  const field = was && differing(was, row);
  if (field) throw new NotPlain(`${said} a ${field} that SQL reads otherwise`);
}

/** The first field in which two readings of a line differ. */
function differing(read: ReadRow, row: SqlRow): string | undefined {
  const { price } = read;
  const cents = price === undefined ? -1 : Math.max(Math.round(price * 100), 0) || -1;
  const pairs: [string, unknown, unknown][] = [
    ['shopper', read.shopper, row.shopper],
    ['second shopper', read.also ?? null, row.also],
    ['session', read.session ?? null, row.visit],
    ['time', read.undecided ? undefined : read.time, row.ts],
    ['action', ACTION_TYPES.indexOf(read.type), row.action],
    ['product', read.item ?? null, row.item],
    ['price', cents, row.cents],
    [
      'brand',
      read.item === undefined ? null : (read.brand ?? null),
      read.item === undefined ? null : row.brand,
    ],
    [
      'name',
      read.item === undefined ? null : (read.name ?? null),
      read.item === undefined ? null : row.name,
    ],
  ];
  return pairs.find(([, one, other]) => one !== other)?.[0];
}
