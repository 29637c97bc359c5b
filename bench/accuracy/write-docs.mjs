import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { row, table } from '../table.mjs';
import { curveSvg } from './curve-svg.mjs';
import { allResults } from './results.mjs';
import { SETS } from './sets.mjs';
import { root } from './workplace.mjs';

const NAMES = {
  popularity: 'popularity',
  'co-visitation': 'co-visitation',
  'V-SKNN': 'V-SKNN',
  gru4rec: 'GRU4Rec',
  sasrec: 'SASRec, whole softmax',
  nextaisle: '**nextaisle**',
};
const whole = (n) => n.toLocaleString('en');
const percent = (value) => (100 * value).toFixed(1);
const mean = (list) => list.reduce((sum, x) => sum + x, 0) / list.length;

/** `61.2 ± 0.4`: the mean over the seeds and their standard deviation. */
function overSeeds(runs, measure) {
  const values = runs.map((run) => run[measure].value);
  const m = mean(values);
  if (values.length < 2) return percent(m);
  const spread = Math.sqrt(
    mean(values.map((v) => (v - m) ** 2)) * (values.length / (values.length - 1)),
  );
  return `${percent(m)} ± ${percent(spread)}`;
}

/** The interval of one run: how far another sample of shoppers would move it. */
const interval = (runs, measure) =>
  `${percent(mean(runs.map((r) => r[measure].low)))} … ${percent(mean(runs.map((r) => r[measure].high)))}`;

function methodTable({ methods }, [first, second], [firstName, secondName]) {
  const shown = Object.keys(NAMES).filter((name) => methods[name]);
  return table([
    row('', firstName, '95%', secondName, '95%', 'seeds', 'seconds'),
    ...shown.map((name) => {
      const { runs } = methods[name];
      const seconds =
        runs[0].seconds === undefined ? '' : whole(Math.round(mean(runs.map((r) => r.seconds))));
      return row(
        NAMES[name],
        overSeeds(runs, first),
        interval(runs, first),
        overSeeds(runs, second),
        interval(runs, second),
        runs[0].seed === undefined ? '' : String(runs.length),
        seconds,
      );
    }),
  ]);
}

function setText(name, result) {
  const { nextaisle, gru4rec, sasrec } = result.methods;
  const scored = Object.values(result.methods)[0].runs[0].recall20.n;
  const measures = SETS[name].at10
    ? [
        ['recall10', 'ndcg10'],
        ['HR@10', 'NDCG@10'],
      ]
    : [
        ['recall20', 'mrr20'],
        ['recall@20', 'MRR@20'],
      ];
  const lines = [
    `### ${result.title}`,
    '',
    `${result.events ? `${whole(result.events)} events, ${whole(result.items)} items, ` : ''}${whole(scored)} predictions, every one of the test part.`,
    '',
    ...methodTable(result, ...measures),
    '',
  ];
  if (nextaisle) {
    const gzip = mean(nextaisle.runs.map((run) => run.gzip ?? 0));
    const size = gzip ? `, a file of ${whole(Math.round(gzip))} bytes gzipped` : '';
    lines.push(
      `nextaisle: \`train … ${nextaisle.options.join(' ')}\` at commit ${nextaisle.commit}${size}.`,
    );
  }
  for (const [peer, said] of [
    ['GRU4Rec', gru4rec],
    ['SASRec', sasrec],
  ]) {
    if (!said) continue;
    const { width, layers, batch, rate, dropout, samples } = said.settings;
    const facts = { width, layers, batch, rate, dropout, samples };
    const told = Object.entries(facts).filter(([, value]) => value !== undefined);
    lines.push(
      `${peer}: ${told.map(([key, value]) => `${key} ${value}`).join(', ')}; ${whole(said.runs[0].parameters)} parameters; best epochs ${said.runs.map((run) => run.bestEpoch).join(', ')}.`,
    );
  }
  return [...lines, ''];
}

const KINDS = {
  size: { title: 'size of the network', head: 'size' },
  share: { title: 'share of the training sessions, the latest', head: 'share of the log' },
};

function curveText(name, { curves }) {
  return Object.entries(KINDS).flatMap(([kind, { title, head }]) => {
    const points = Object.entries(curves?.[kind] ?? {}).sort(([, a], [, b]) =>
      kind === 'size' ? a.bytes - b.bytes : a.trainEvents - b.trainEvents,
    );
    if (points.length < 2) return [];
    const label = (key) => (kind === 'share' ? `${100 * Number(key)}%` : key);
    const line = (lineName, of) => ({
      name: lineName,
      points: points.map(([key, point]) => {
        const { value, low, high } = of(point);
        return { label: label(key), y: 100 * value, low: 100 * low, high: 100 * high };
      }),
    });
    const lines = [line('nextaisle', (p) => p.recall20)];
    if (kind === 'share') lines.push(line('V-SKNN', (p) => p.vsknn.recall20));
    const file = `accuracy-${name}-${kind}.svg`;
    writeFileSync(
      join(root, 'docs', file),
      curveSvg({ title: `${name}: ${title}`, yName: 'recall@20', lines }),
    );
    return [
      `### ${name}: ${title}`,
      '',
      `![recall@20 against the ${title}, ${name}](${file})`,
      '',
      ...table([
        row(
          head,
          'recall@20',
          '95%',
          'MRR@20',
          'V-SKNN',
          'train events',
          'bytes',
          'gzip',
          'ms an event',
          'seconds',
        ),
        ...points.map(([key, p]) =>
          row(
            label(key),
            percent(p.recall20.value),
            `${percent(p.recall20.low)} … ${percent(p.recall20.high)}`,
            percent(p.mrr20.value),
            `${percent(p.vsknn.recall20.value)} / ${percent(p.vsknn.mrr20.value)}`,
            whole(p.trainEvents),
            whole(p.bytes),
            whole(p.gzip),
            p.ms.toFixed(2),
            whole(Math.round(p.seconds)),
          ),
        ),
      ]),
      '',
    ];
  });
}

/** Puts what bench/accuracy/results/ holds between the marks of docs/accuracy.md. */
export function writeDocs() {
  const results = allResults();
  const known = Object.keys(SETS).filter((name) => results[name]?.methods);
  const text = [
    ...known.flatMap((name) => setText(name, results[name])),
    ...known.flatMap((name) => curveText(name, results[name])),
  ].join('\n');
  const docs = join(root, 'docs/accuracy.md');
  const [head, rest] = readFileSync(docs, 'utf8').split('<!-- bench -->');
  const tail = rest.split('<!-- /bench -->')[1];
  writeFileSync(docs, `${head}<!-- bench -->\n\n${text}\n<!-- /bench -->${tail}`);
}
