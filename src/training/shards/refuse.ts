import { PredictorError } from '../../lib/errors.js';
import { areShared, ROWS_THAT_DECIDE } from '../data/shared-sessions.js';
import { badLog } from '../log/log-error.js';
import type { Engine } from './engine.js';
import { notPlain } from './log-plan.js';

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
    throw notPlain(file, 'has days without a time of day');
  }
}

/** @throws PredictorError BAD_LOG for a log whose session ids are none: `train` reads it without them. */
export async function refuseShared(engine: Engine, file: string): Promise<void> {
  const [{ several, shared, given, pairs }] = await engine.rows<Record<string, number>>(
    `with given as (select visit, shopper from lines where reason is null and visit is not null and line < ${ROWS_THAT_DECIDE}),
ids as (select visit, count(*) as n, count(distinct shopper) as people from given group by visit)
select count(case when n > 1 then 1 end) as several, count(case when people > 1 then 1 end) as shared, coalesce(cast(sum(n) as double), 0) as given, coalesce(cast(sum(people) as double), 0) as pairs from ids`,
  );
  if (areShared({ several, shared, given, pairs })) {
    throw notPlain(
      file,
      `has session ids that belong to several shoppers each (${shared} of ${several}), which are no sessions`,
    );
  }
}

/** @throws PredictorError NO_DATA where there is nothing to learn from, as `train` does. */
export async function refuseEmpty(engine: Engine): Promise<void> {
  const [{ events, sessions }] = await engine.rows<Record<string, number>>(
    'select count(*) as events, count(case when opens = 1 then 1 end) as sessions from tokens',
  );
  const [{ items }] = await engine.rows<{ items: number }>('select count(*) as items from items');
  const what = !events
    ? 'the log holds no event'
    : !items
      ? 'no event of it has a product'
      : items === 1
        ? 'all events are about one product'
        : sessions === 1
          ? 'all of it is one session'
          : events <= sessions
            ? `none of its ${sessions.toLocaleString('en-US')} sessions has two events`
            : undefined;
  if (what === undefined) return;
  throw new PredictorError('NO_DATA', what, { message: `Nothing to learn from: ${what}.` });
}
