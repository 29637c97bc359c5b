import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readModel } from '../../src/model/model-file.js';
import type { Share } from '../../src/prediction/proportions.js';
import { logLoss } from '../../src/training/baselines/chance-metrics.js';
import { meanInterval } from '../../src/training/baselines/mean-interval.js';
import { mrrAt, recallAt } from '../../src/training/baselines/ranking-metrics.js';
import { splitByTime } from '../../src/training/data/split.js';
import type { SplitLog } from '../../src/training/data/split-log.js';
import { markdownTable, plainTable } from '../../src/training/measure/tables.js';
import { moved, ownPrior } from './adaptation.js';
import { openRealLog, REAL_LOGS } from './real-logs.js';
import {
  ACTION_PEERS,
  ITEM_PEERS,
  type NamedModel,
  type Observed,
  observeUnseen,
  type Past,
} from './unseen-shop.js';

interface Wanted {
  /** Model files to measure as if the shop were new to them; `{log}` stands for the log's name. */
  files: string[];
  /** Folder of the data sets. */
  data: string;
  /** Names of logs; all when absent. */
  logs?: string[];
  /** Predictions a log, drawn with a seed. */
  sample: number;
  /** Folder with a model trained on each log. */
  trained?: string;
  /** Also what each model would gain by learning from the one shopper it serves. */
  adapt?: boolean;
  /** Measures on the latest tenth of the training part: to choose by, without a look at the test part. */
  choose?: boolean;
  markdown?: boolean;
}

const TRAINED = 'trained on this shop';

export async function measureUnseen(wanted: Wanted): Promise<void> {
  for (const real of REAL_LOGS) {
    if (wanted.logs && !wanted.logs.includes(real.name)) continue;
    const data = await openRealLog(wanted.data, real);
    if (!data) {
      console.log(`${real.name}: no ${join(wanted.data, real.path)}, left out`);
      continue;
    }
    const models: NamedModel[] = [{ name: 'no model' }];
    for (const file of wanted.files) {
      const path = file.replace('{log}', real.name);
      models.push({
        name: basename(file.replace('/{log}', ''), '.safetensors'),
        model: openModel(path),
      });
    }
    const trained = wanted.trained && join(wanted.trained, `${real.name}.safetensors`);
    if (trained && existsSync(trained)) models.push({ name: TRAINED, model: openModel(trained) });
    const log = wanted.choose
      ? hideTest(splitByTime(data, { validation: 0.1, test: 0.2 }), splitByTime(data))
      : splitByTime(data);
    const observed = await observeUnseen(log, models, {
      sample: wanted.sample,
      trace: wanted.adapt,
    });
    console.log(tables(real.name, observed, models, wanted.markdown));
    if (wanted.adapt) console.log(adaptationTable(observed, models, wanted.markdown));
  }
}

/** The validation part of the usual split is asked instead, and the test part is not read. */
function hideTest(log: SplitLog, usual: SplitLog): SplitLog {
  return log.move((part, e) => {
    if (usual.isIn(e, 'train')) return part;
    return usual.isIn(e, 'validation') ? 'test' : 'context';
  });
}

function openModel(path: string) {
  return readModel(new Uint8Array(readFileSync(path)).buffer);
}

function tables(
  name: string,
  { seen, of, catalog, items }: Observed,
  models: readonly NamedModel[],
  markdown = false,
): string {
  const table = markdown ? markdownTable : plainTable;
  const names = models.map((model) => model.name);
  const ranked = seen.flatMap(({ ranks }) => (ranks ? [ranks] : []));
  const reachable = ranked.filter(([rank]) => rank < Number.POSITIVE_INFINITY).length;
  const shoppers = new Set(seen.map(({ shopper }) => shopper)).size;
  const read = seen.map((one) => one.read).sort((a, b) => a - b);
  const itemRows = [...ITEM_PEERS, ...names].map((method, m) => {
    const ranks = ranked.map((row) => row[m]);
    const [recall, mrr] = [recallAt(ranks, 20), mrrAt(ranks, 20)];
    return [method, percent(recall), range(recall, 100), percent(mrr), range(mrr, 100)];
  });
  const costs = (m: number) => seen.map(({ chances }) => -Math.log(Math.max(chances[m], 1e-6)));
  const mark = names.indexOf(TRAINED);
  const actionRows = [...ACTION_PEERS, ...names].map((method, m) => {
    const loss = logLoss(seen.map(({ chances }) => chances[m]));
    const cells = [method, loss.value.toFixed(3), range(loss, 1)];
    if (mark < 0) return cells;
    const own = costs(ACTION_PEERS.length + mark);
    const apart = meanInterval(costs(m).map((cost, i) => cost - own[i]));
    const ratio = loss.value / meanInterval(own).value - 1;
    return [...cells, `${(100 * ratio).toFixed(1)}%`, range(apart, 1)];
  });
  const apartHead = mark < 0 ? [] : ['above trained', 'difference, 95%'];
  return [
    '',
    `${name}: ${seen.length} predictions of ${of}, ${shoppers} shoppers, ${read[read.length >> 1]} events read at the median;`,
    `a catalog of ${catalog} of ${items} items; ${ranked.length} next items, ${reachable} of them among the candidates.`,
    '',
    table([['next item', 'recall@20', '95%', 'MRR@20', '95%'], ...itemRows]),
    '',
    table([['next action', 'log-loss', '95%', ...apartHead], ...actionRows]),
  ].join('\n');
}

/** Weights of trust in the model, in events. */
const TRUST = [3, 10, 30];

/** Log-loss less that of the same model as it is, over the same predictions: below 0 is a gain. */
function adaptationTable(
  { seen }: Observed,
  models: readonly NamedModel[],
  markdown = false,
): string {
  const table = markdown ? markdownTable : plainTable;
  const rows = models.flatMap(({ name }, m) => {
    const gain = (chancesOf: (past: Past) => ArrayLike<number>) => {
      const apart = meanInterval(
        seen.map(({ read, action, pasts }) => {
          const { said, came } = pasts[m];
          const past = { said: said.slice(0, read - 1), came: came.slice(0, read - 1) };
          const chance = moved(said[read - 1], chancesOf(past))[action];
          return Math.log(Math.max(said[read - 1][action], 1e-6) / Math.max(chance, 1e-6));
        }),
      );
      return `${apart.value.toFixed(4)} (${range(apart, 1)})`;
    };
    return TRUST.map((trust) => [
      `${name}, own rates, trust ${trust}`,
      gain(({ said, came }) => ownPrior(said, came, trust)),
    ]);
  });
  return `\n${table([['adaptation', 'log-loss, difference and 95%'], ...rows])}`;
}

const percent = ({ value }: Share) => (100 * value).toFixed(1);
const range = ({ low, high }: Share, times: number) => {
  const digits = times === 1 ? 3 : 1;
  return `${(times * low).toFixed(digits)} … ${(times * high).toFixed(digits)}`;
};
