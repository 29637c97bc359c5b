import { areShared, ROWS_THAT_DECIDE } from '../data/shared-sessions.js';
import type { Engine } from './engine.js';

/**
 * Leaves session ids aside that belong to several shoppers each, as `train` does: pauses divide visits then.
 * @returns what to say of it, undefined where they are sessions.
 */
export async function leaveSharedVisits(engine: Engine): Promise<string | undefined> {
  const [counts] = await engine.rows<Record<'several' | 'shared' | 'given' | 'pairs', number>>(
    `with first as (select visit, shopper from lines where reason is null order by line limit ${ROWS_THAT_DECIDE}),
ids as (select visit, count(*) as n, count(distinct shopper) as people from first where visit is not null group by visit)
select count(case when n > 1 then 1 end) as several, count(case when people > 1 then 1 end) as shared, cast(coalesce(sum(n), 0) as bigint) as given, cast(coalesce(sum(people), 0) as bigint) as pairs from ids`,
  );
  if (!areShared(counts)) return undefined;
  await engine.run('update lines set visit = null');
  return `${counts.shared} of ${counts.several} session ids belong to several shoppers: they are left aside`;
}
