import { twinNotes } from '../data/odd-values.js';
import { sameShopperNotes } from '../data/same-shoppers.js';
import type { Engine } from './engine.js';

/** What is said of browsers that were joined to accounts, or that several accounts used. */
export async function sameShoppers(engine: Engine): Promise<string[]> {
  const [{ joined }] = await engine.rows<{ joined: number }>(
    'select count(*) as joined from links join ids on links.also = ids.shopper where links.also <> links.person',
  );
  const [{ shared }] = await engine.rows<{ shared: number }>(
    `select count(*) as shared from (
  select also from lines where reason is null and also is not null group by also having min(shopper) < max(shopper)
) as several join ids on several.also = ids.shopper`,
  );
  return sameShopperNotes({ joined, shared });
}

/** What is said of shoppers whose ids are one but for case or zeros. */
export async function twinShoppers(engine: Engine): Promise<string[]> {
  const plain = String.raw`regexp_replace(regexp_replace(lower(person), '[.]0+$', ''), '^0+([0-9])', '\1')`;
  const from = `select ${plain} as plain, person, first_line from people cross join bounds where events <= most`;
  const [counts] = await engine.rows<{ n: number; of: number }>(
    `select count(*) - count(distinct plain) as n, count(*) as of from (${from})`,
  );
  if (!counts.n) return [];
  const [example] = await engine.rows<{ one: string; other: string }>(
    `select min_by(person, first_line) as one, min_by(person, -first_line) as other from (${from}) group by plain having count(*) > 1 order by max(first_line) limit 1`,
  );
  return twinNotes(
    { count: counts.n, of: counts.of, example: `${example.one}, ${example.other}` },
    'shoppers',
  );
}
