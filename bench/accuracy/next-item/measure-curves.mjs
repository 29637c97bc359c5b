import { hasLog } from '../data-folder.mjs';
import { commit, readResult } from '../results.mjs';
import { keepResult, scoresOf } from './keep.mjs';
import { SETS } from './sets.mjs';

/** Every size trains for the same number of epochs, so that only the size differs. */
const SIZES = ['tiny', 'small', 'base', 'large'];
const SHARES = [0.1, 0.3, 1];
const CURVES = {
  'jdata-2017': { sizes: SIZES, shares: SHARES },
  'eshop-2008': { sizes: SIZES.slice(0, 3), shares: SHARES },
};

/**
 * Writes accuracy, bytes and milliseconds by network size and log length into the results of each
 * log. Existing points are measured again.
 */
export async function measureCurves(place, dataFolder, { only, seeds }) {
  const names = (only ?? Object.keys(CURVES)).filter((name) => CURVES[name]);
  const [seed] = seeds;
  for (const name of names) {
    const set = SETS[name];
    if (!hasLog(dataFolder, name, set.log)) continue;
    const reading = place.readingOf(set);
    const measure = async (kind, key, options) => {
      const args = [...reading, ...options, '--seed', String(seed)];
      const { bytes, seconds, report } = await place.train(args);
      const point = {
        commit: commit(),
        ...scoresOf(report, 'nextaisle'),
        bytes,
        seconds,
        trainEvents: report.data.parts.train.events,
        logLoss: report.nextAction.at(-1).logLoss,
        vsknn: scoresOf(report, 'V-SKNN'),
        ...(await place.stepCost(place.modelFile)),
      };
      console.log(
        `${name} ${kind} ${key}: recall@20 ${(100 * point.recall20.value).toFixed(1)}, ${bytes} bytes, ${point.ms.toFixed(2)} ms`,
      );
      const curves = readResult('next-item', name).curves ?? {};
      keepResult(name, { curves: { ...curves, [kind]: { ...curves[kind], [key]: point } } });
      return point;
    };
    for (const size of CURVES[name].sizes) await measure('size', size, ['--size', size]);
    for (const share of CURVES[name].shares)
      await measure('share', String(share), ['--train-share', String(share)]);
  }
}
