import { rareError } from '../../lib/errors.js';
import { refuseEmpty } from '../data/refuse-empty.js';
import { misread, oneLine, type Refused } from '../data/refusals.js';
import type { Engine, Row } from './engine.js';
import { type NumberedFile, placeOf } from './line-places.js';
import { LINES_A_FILE } from './make-log-view.js';
import { unfit } from './not-plain.js';

const DAY_MS = 86_400_000;
const QUARTER_MS = 15 * 60_000;

/**
 * @throws PredictorError BAD_LOG where more lines were refused than a log that is read as it is meant has, BAD_COLUMN
 * where no line of a file could be read.
 */
export async function refuseMisread(
  engine: Engine,
  files: readonly NumberedFile[],
  allowed = 0.1,
): Promise<void> {
  const counts = await engine.rows<Record<'file' | 'lines' | 'refused' | 'ignored', number>>(
    `select cast(floor(line / ${LINES_A_FILE}e0) as bigint) as file, count(*) as lines, count(case when reason like 'refused %' then 1 end) as refused, count(case when reason like 'ignored %' then 1 end) as ignored from lines group by 1 order by 1`,
  );
  const sum = (of: 'lines' | 'refused' | 'ignored') => counts.reduce((n, one) => n + one[of], 0);
  const unread = counts.find((one) => one.refused && one.refused + one.ignored === one.lines);
  if (unread) {
    const [most] = await commonReasons(engine, files, unread.file);
    throw rareError(
      'BAD_COLUMN',
      `${files[unread.file].name}: no line could be read: ${most.reason} (${most.places[0]}); first line: ${await firstLine(engine, unread.file, files)}`,
    );
  }
  const [refused, lines] = [sum('refused'), sum('lines') - sum('ignored')];
  if (!refused || refused <= lines * allowed) return;
  throw misread(await commonReasons(engine, files), refused / lines, allowed);
}

async function firstLine(
  engine: Engine,
  file: number,
  files: readonly NumberedFile[],
): Promise<string> {
  const [{ log_line: _, ...values }] = await engine.rows<Row>(
    `select * from raw_log where log_line >= ${file * LINES_A_FILE} order by log_line limit 1`,
  );
  return lineText(values, files[0].delimiter, 300);
}

/** The five commonest reasons for which lines were refused, of all files or of one. */
async function commonReasons(
  engine: Engine,
  files: readonly NumberedFile[],
  file?: number,
): Promise<Refused[]> {
  const within =
    file === undefined
      ? ''
      : `and line >= ${file * LINES_A_FILE} and line < ${(file + 1) * LINES_A_FILE}`;
  const most = await engine.rows<{ why: string; n: number; first: number }>(
    `select substr(reason, 9) as why, count(*) as n, min(line) as first from lines where reason like 'refused %' ${within} group by reason order by n desc, why limit 5`,
  );
  const rows = await engine.rows<Row & { log_line: number }>(
    `select * from raw_log where log_line in (${most.map(({ first }) => first).join(', ')})`,
  );
  const texts = new Map(
    rows.map(({ log_line: line, ...values }) => [line, lineText(values, files[0].delimiter)]),
  );
  return most.map(({ why, n, first }) => ({
    reason: why,
    count: n,
    places: [placeOf(files, first)],
    texts: [texts.get(first) ?? ''],
  }));
}

/** A row as its file has it. */
const lineText = (values: Row, delimiter?: string, longest?: number): string =>
  oneLine(
    delimiter === undefined
      ? values
      : Object.values(values)
          .map((cell) => cell ?? '')
          .join(delimiter),
    longest,
  );

/** @throws PredictorError BAD_LOG for a log of days: a session has no order there. */
export async function refuseDays(engine: Engine, file: string): Promise<void> {
  const [{ first_ts: first, last_ts: last, earliest: a, latest: b }] =
    await engine.rows<Record<string, number>>('select * from clock');
  if (first === null) return;
  const [{ others }] = await engine.rows<{ others: number }>(
    `select count(*) as others from lines cross join clock where reason is null and ts % ${DAY_MS} > earliest and ts % ${DAY_MS} < latest`,
  );
  const areFew = others === 0 && last - first >= 3 * DAY_MS;
  const areDays = areFew && a % QUARTER_MS === 0 && b % QUARTER_MS === 0 && b - a <= 3_600_000;
  if (areDays || (!areFew && b === 0)) {
    throw unfit(file, 'has days without a time of day');
  }
}

/** @throws PredictorError NO_DATA where there is nothing to learn from, as `train` does. */
export async function refuseNothing(engine: Engine, notes: readonly string[] = []): Promise<void> {
  const [{ events, sessions }] = await engine.rows<Record<string, number>>(
    'select count(*) as events, count(case when opens = 1 then 1 end) as sessions from tokens',
  );
  const items = await engine.rows<{ id: string }>('select id from items limit 2');
  refuseEmpty({ events, sessions, items: items.map(({ id }) => id) }, notes);
}
