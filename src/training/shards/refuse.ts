import { refuseEmpty } from '../data/refuse-empty.js';
import { badLog } from '../log/log-error.js';
import type { Engine } from './engine.js';
import { unfit } from './not-plain.js';

const DAY_MS = 86_400_000;
const QUARTER_MS = 15 * 60_000;

/** @throws PredictorError BAD_LOG where more lines were refused than a log that is read as it is meant has. */
export async function refuseMisread(
  engine: Engine,
  files: readonly string[],
  allowed = 0.1,
): Promise<void> {
  const [{ lines, refused, ignored }] = await engine.rows<Record<string, number>>(
    `select count(*) as lines, count(case when reason like 'refused %' then 1 end) as refused, count(case when reason like 'ignored %' then 1 end) as ignored from lines`,
  );
  if (!refused || refused <= (lines - ignored) * allowed) return;
  const most = await engine.rows<{ why: string; n: number }>(
    `select substr(reason, 9) as why, count(*) as n from lines where reason like 'refused %' group by reason order by n desc, why limit 5`,
  );
  const share = Math.ceil((100 * refused) / (lines - ignored));
  const said = most.map(({ why, n }) => `${n.toLocaleString('en-US')} × ${why}`).join('; ');
  throw badLog(
    files[0],
    `may be misread: ${share}% of the lines were refused, more than ${Math.round(allowed * 100)}%: ${said}. Mend what is named there, or go on without those lines: --allow-refused ${Math.min(1, (share + 1) / 100)}`,
  );
}

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
