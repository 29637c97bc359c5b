import { areShared, ROWS_THAT_DECIDE, type SharedSessions } from '../data/shared-sessions.js';
import type { Engine } from './engine.js';

/**
 * Leaves session ids aside that belong to several shoppers each, as `train` does: pauses divide visits then.
 * @returns how many they are, undefined where they are sessions.
 */
export async function leaveSharedVisits(engine: Engine): Promise<SharedSessions | undefined> {
  const [counts] = await engine.rows<Record<'several' | 'shared' | 'given' | 'pairs', number>>(
    `with first as (select visit, shopper from lines where reason is null order by line limit ${ROWS_THAT_DECIDE}),
ids as (select visit, count(*) as n, count(distinct shopper) as people from first where visit is not null group by visit)
select count(case when n > 1 then 1 end) as several, count(case when people > 1 then 1 end) as shared, cast(coalesce(sum(n), 0) as bigint) as given, cast(coalesce(sum(people), 0) as bigint) as pairs from ids`,
  );
  if (!areShared(counts)) return undefined;
  await engine.run('update lines set visit = null');
  return { sessions: counts.several, shared: counts.shared };
}

/** The same, once for a log: what was left aside shows no more. */
export async function sharedVisitsOf(engine: Engine): Promise<SharedSessions | undefined> {
  await engine.run('create table if not exists shared_visits (sessions integer, shared integer)');
  const rows = await engine.rows<SharedSessions>('select sessions, shared from shared_visits');
  if (rows.length) return rows[0];
  const found = await leaveSharedVisits(engine);
  if (found) await engine.fill('shared_visits', [[found.sessions, found.shared]]);
  return found;
}
