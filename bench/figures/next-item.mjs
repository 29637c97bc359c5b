import { SETS } from '../accuracy/next-item/sets.mjs';
import { allResults } from '../accuracy/results.mjs';
import { mean, percent, whole } from './format.mjs';
import { row, table } from './table.mjs';

/** Methods in the order of the tables: the simplest first. */
const NAMES = {
  'recently viewed': 'recently viewed, newest first',
  popularity: 'popularity',
  'co-visitation': 'co-visitation',
  'V-SKNN': 'V-SKNN',
  gru4rec: 'GRU4Rec',
  sasrec: 'SASRec, whole softmax',
  nextaisle: '**nextaisle**',
};
const SUMMARY = ['recently viewed', 'popularity', 'co-visitation', 'V-SKNN', 'nextaisle'];
const AT_20 = { measures: ['recall20', 'mrr20'], heads: ['recall@20', 'MRR@20'] };
const AT_10 = { measures: ['recall10', 'ndcg10'], heads: ['HR@10', 'NDCG@10'] };

/** Mean of a measure over the seeds. */
const average = ({ runs }, measure) => mean(runs.map((run) => run[measure].value));

/** `61.2 ± 0.4`: the mean over the seeds and their standard deviation. */
function overSeeds(method, measure) {
  const { runs } = method;
  const m = average(method, measure);
  if (runs.length < 2) return percent(m);
  const squares = runs.map((run) => (run[measure].value - m) ** 2);
  return `${percent(m)} ± ${percent(Math.sqrt(mean(squares) * (runs.length / (runs.length - 1))))}`;
}

/** The interval of one run, over samples of shoppers. */
function interval({ runs }, measure) {
  const end = (which) => percent(mean(runs.map((run) => run[measure][which])));
  return `${end('low')} … ${end('high')}`;
}

function logTable({ methods }, { measures, heads }) {
  const shown = Object.keys(NAMES).filter((name) => methods[name]);
  return table([
    row('', heads[0], '95%', heads[1], '95%', 'seeds', 'seconds'),
    ...shown.map((name) => {
      const method = methods[name];
      const { runs } = method;
      return row(
        NAMES[name],
        ...measures.flatMap((measure) => [overSeeds(method, measure), interval(method, measure)]),
        runs[0].seed === undefined ? '' : String(runs.length),
        runs[0].seconds === undefined ? '' : whole(mean(runs.map((run) => run.seconds))),
      );
    }),
  ]);
}

const PEER_SETTINGS = ['width', 'layers', 'batch', 'rate', 'dropout', 'samples'];

function settingsLines({ methods }) {
  const { nextaisle, gru4rec, sasrec } = methods;
  const lines = [];
  if (nextaisle) {
    const gzip = mean(nextaisle.runs.flatMap((run) => run.gzip ?? []));
    const size = Number.isNaN(gzip) ? '' : `, a file of ${whole(gzip)} bytes gzipped`;
    const options = ['train …', ...nextaisle.options].join(' ');
    lines.push(`nextaisle: \`${options}\` at commit ${nextaisle.commit}${size}.`);
  }
  for (const [peer, measured] of Object.entries({ GRU4Rec: gru4rec, SASRec: sasrec })) {
    if (!measured) continue;
    const settings = PEER_SETTINGS.filter((key) => measured.settings[key] !== undefined).map(
      (key) => `${key} ${measured.settings[key]}`,
    );
    const { parameters } = measured.runs[0];
    const epochs = measured.runs.map((run) => run.bestEpoch).join(', ');
    lines.push(
      `${peer}: ${settings.join(', ')}; ${whole(parameters)} parameters; best epochs ${epochs}.`,
    );
  }
  return lines;
}

/** The same predictions where what a shopper has seen is set aside before ranking. */
const maskedText = ({ masked }, columns) =>
  masked
    ? [
        '',
        'With `--mask-seen`: what a shopper has seen is set aside before ranking, one seed.',
        '',
        ...logTable({ methods: masked }, columns),
      ]
    : [];

function logText(name, result) {
  const asked = Object.values(result.methods)[0].runs[0].recall20.n;
  const columns = SETS[name].at10 ? AT_10 : AT_20;
  return [
    `${whole(result.events)} events, ${whole(result.items)} items, ${whole(asked)} predictions.`,
    '',
    ...logTable(result, columns),
    ...maskedText(result, columns),
    '',
    ...settingsLines(result),
  ].join('\n');
}

/** recall@20 / MRR@20 of methods that ran on every log, the best in bold. */
function summary(results) {
  const logs = Object.keys(SETS).filter((name) => results[name] && !SETS[name].at10);
  return table([
    row('recall@20 / MRR@20, in percent', 'next items', ...SUMMARY),
    ...logs.map((name) => {
      const { methods } = results[name];
      const cells = SUMMARY.map((method) =>
        AT_20.measures.map((measure) => percent(average(methods[method], measure))),
      );
      const best = [0, 1].map((m) => Math.max(...cells.map((cell) => Number(cell[m]))));
      const bold = (value, m) => (Number(value) === best[m] ? `**${value}**` : value);
      return row(
        SETS[name].title,
        whole(methods.nextaisle.runs[0].recall20.n),
        ...cells.map((cell) => cell.map(bold).join(' / ')),
      );
    }),
  ]).join('\n');
}

/** recall@20 / MRR@20 on held-out shoppers, before and after quantising. */
function quantisingTable(results) {
  const both = ({ recall, mrr }) => `${percent(recall)} / ${percent(mrr)}`;
  return table([
    row('recall@20 / MRR@20, held out', 'items', 'seeds', 'vectors', 'codes', 'recall lost'),
    ...Object.keys(SETS).flatMap((name) => {
      const { items, methods } = results[name] ?? {};
      const cost = methods?.nextaisle.quantised;
      if (!cost) return [];
      const { seeds, before, after } = cost;
      const lost = `${percent(1 - after.recall / before.recall)}%`;
      return [row(SETS[name].title, whole(items), String(seeds), both(before), both(after), lost)];
    }),
  ]).join('\n');
}

/** Next item: tables by name, and single figures such as `recall@20 jdata-2017 nextaisle`. */
export function nextItemFigures() {
  const results = allResults('next-item');
  const blocks = {
    accuracy: () => summary(results),
    quantising: () => quantisingTable(results),
  };
  const inline = {};
  for (const [name, result] of Object.entries(results)) {
    blocks[`next-item ${name}`] = () => logText(name, result);
    const { measures, heads } = SETS[name].at10 ? AT_10 : AT_20;
    for (const [method, measured] of Object.entries(result.methods)) {
      measures.forEach((measure, m) => {
        inline[`${heads[m]} ${name} ${method}`] = () => percent(average(measured, measure));
      });
    }
  }
  return { blocks, inline };
}
