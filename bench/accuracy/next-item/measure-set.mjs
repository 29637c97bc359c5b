import { mean } from '../../figures/format.mjs';
import { pickMeasures, scoresOf } from './keep.mjs';
import { PEERS } from './sets.mjs';

const BASELINES = ['popularity', 'co-visitation', 'V-SKNN'];
const percent = (share) => (100 * share.value).toFixed(1);
const said = (run) => `recall@20 ${percent(run.recall20)}, MRR@20 ${percent(run.mrr20)}`;

/** Of one seed: the other way of counting, beside the first. */
const maskedScores = (report) =>
  Object.fromEntries(
    [...BASELINES, 'nextaisle'].map((method) => [method, { runs: [scoresOf(report, method)] }]),
  );

/** The cost of quantising on held-out shoppers, over the seeds. */
function meanCost(costs) {
  const over = (when) => ({
    recall: mean(costs.map((cost) => cost[when].recall)),
    mrr: mean(costs.map((cost) => cost[when].mrr)),
  });
  return { seeds: costs.length, before: over('before'), after: over('after') };
}

/** Measures one log; passes each method to `keep` as soon as it is done. */
export async function measureSet(place, name, set, { methods, seeds, extra }, keep) {
  const reading = place.readingOf(set);
  if (methods.includes('recently-viewed')) {
    const { events, items, ...run } = await place.recentlyViewed(reading);
    console.log(`${name} recently viewed: ${said(run)} of ${run.recall20.n}`);
    keep({ events, items, methods: { 'recently viewed': { runs: [run] } } });
  }
  if (methods.includes('nextaisle')) {
    const runs = [];
    const costs = [];
    for (const seed of seeds) {
      const args = [...reading, ...extra, '--seed', String(seed)];
      const training = place.kept(name) ?? (await place.train(args, name, seed));
      const { bytes, gzip, seconds, quantised } = training;
      const [report, masked] = await Promise.all([
        training.report ?? place.evaluate(reading),
        set.masked && place.evaluate([...reading, '--mask-seen']),
      ]);
      if (quantised) costs.push(quantised);
      const run = { seed, ...scoresOf(report, 'nextaisle'), bytes, gzip, seconds };
      runs.push(run);
      console.log(`${name} nextaisle, seed ${seed}: ${said(run)}, ${Math.round(seconds)} s`);
      keep({
        items: report.data.items,
        events: report.data.events,
        parts: report.data.parts,
        ...(masked && { masked: maskedScores(masked) }),
        methods: {
          ...Object.fromEntries(
            BASELINES.map((method) => [method, { runs: [scoresOf(report, method)] }]),
          ),
          nextaisle: {
            commit: training.commit,
            options: [...set.read, ...extra],
            ...(costs.length && { quantised: meanCost(costs) }),
            runs,
          },
        },
      });
    }
  }
  for (const peer of PEERS) {
    if (!methods.includes(peer) || !(set.peers ?? PEERS).includes(peer)) continue;
    const events = await place.exportEvents(name, reading);
    const runs = [];
    for (const seed of seeds) {
      const result = await place.runPeer(peer, [events, '--seed', String(seed)]);
      const { bestEpoch, parameters, seconds, settings } = result;
      runs.push({ seed, ...pickMeasures(result), bestEpoch, parameters, seconds });
      console.log(`${name} ${peer}, seed ${seed}: ${said(runs.at(-1))}, ${Math.round(seconds)} s`);
      keep({ methods: { [peer]: { settings, runs } } });
    }
  }
}
