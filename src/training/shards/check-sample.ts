import { ACTION_TYPES } from '../../events/event.js';
import { badLog } from '../log/log-error.js';
import { type LogWords, planLog } from '../log/log-plan.js';
import type { ReadRow } from '../log/log-reader.js';
import type { RawLine } from '../log/raw-lines.js';
import type { Engine } from './engine.js';

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

/** SQL may refuse a line that the reader understands, which is counted and shown; but not so many. */
const MOST_LEFT_OUT = 0.01;

/**
 * Holds what SQL read of the first lines against what the reader of `train` reads there: where both read a line,
 * they must read the same.
 * @throws PredictorError BAD_LOG with the first line that is read in two ways.
 */
export async function checkSample(
  engine: Engine,
  file: string,
  lines: readonly RawLine[],
  words: LogWords,
): Promise<void> {
  const plan = planLog(
    lines.map(({ values }) => values),
    words,
  );
  const rows = await engine.rows<SqlRow>(
    `select line, reason, shopper, also, visit, ts, action, item, cents, brand, name from lines where line < ${lines.length} order by line`,
  );
  if (rows.length !== lines.length) {
    throw badLog(
      file,
      `has lines that DuckDB divides otherwise (${rows.length} rows of ${lines.length} lines). Export it as Parquet, or give it to train as it is.`,
    );
  }
  let leftOut = 0;
  let first = '';
  for (const [i, row] of rows.entries()) {
    const [read, ...more] = plan.read(lines[i].values);
    const was = read && 'type' in read ? read : undefined;
    if (!was) {
      if (row.reason === null || more.length) throw differs(lines[i], 'is refused by the reader');
      continue;
    }
    if (more.length) throw differs(lines[i], 'gives several events');
    if (row.reason !== null) {
      leftOut++;
      first ||= `${file}:${lines[i].line}: ${row.reason.slice(8)}`;
      continue;
    }
    if (row.cents < 0 && was.price !== undefined) {
      leftOut++;
      first ||= `${file}:${lines[i].line}: price not read`;
      continue;
    }
    const field = differing(was, row);
    if (field) throw differs(lines[i], `has another ${field} for the reader of train`);
  }
  if (leftOut > lines.length * MOST_LEFT_OUT) {
    throw badLog(
      file,
      `has ${leftOut} of its first ${lines.length} lines in a form that train reads and prepare does not (${first}). Export it in a plainer form (docs/guide/scale.md), or give it to train as it is.`,
    );
  }

  function differs({ line }: RawLine, what: string): Error {
    return badLog(
      file,
      `is no log for prepare: row ${line} ${what}. Export it in a plainer form (docs/guide/scale.md), or give it to train as it is.`,
    );
  }
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
