import { hasLog } from '../data-folder.mjs';
import { scoresOf } from './keep.mjs';
import { SETS } from './sets.mjs';

/**
 * The gate: a short training on a small real log, through the built command line. The 95 %
 * intervals of the model must lie above those of popularity and co-visitation.
 * @returns the exit code.
 */
export async function quick(place, dataFolder) {
  const set = SETS['jdata-2017'];
  if (!hasLog(dataFolder, 'jdata-2017', set.log)) return 0;
  const { report, seconds } = await place.train([...place.readingOf(set), ...set.quick]);
  const own = scoresOf(report, 'nextaisle');
  let failed = 0;
  for (const baseline of ['popularity', 'co-visitation']) {
    const other = scoresOf(report, baseline);
    for (const measure of ['recall20', 'mrr20']) {
      const ahead = own[measure].low > other[measure].high;
      if (!ahead) failed++;
      const range = ({ low, high }) => `${(100 * low).toFixed(1)} … ${(100 * high).toFixed(1)}`;
      console.log(
        `${ahead ? 'ahead of' : 'NOT ahead of'} ${baseline} in ${measure}: ${range(own[measure])} against ${range(other[measure])}`,
      );
    }
  }
  console.log(`${own.recall20.n} predictions, trained in ${Math.round(seconds)} s`);
  return failed ? 1 : 0;
}
