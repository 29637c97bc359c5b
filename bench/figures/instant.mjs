import { existsSync, readFileSync } from 'node:fs';
import { logTitle } from '../accuracy/logs.mjs';
import { allResults } from '../accuracy/results.mjs';
import { percent, whole } from './format.mjs';
import { row, table } from './table.mjs';

/** Order in the tables. */
const LOGS = ['jdata-2017', 'retailrocket', 'rees46', 'jd-micro-computers', 'taobao'];
/** Thresholds beside the default, 0.1. */
const SHOWN = [0.03, 0.1, 0.3];
const OTHERS = [
  ['also viewed', 0.01],
  ['last viewed', 0],
  ['popular', 0],
];

const wasteOf = ({ asked, hits }, pages) => (asked - hits) / pages;
const rowOf = ({ rows }, method, threshold) =>
  rows.find((one) => one.method === method && one.threshold === threshold);
const inOrder = (results) => LOGS.filter((log) => results[log]).map((log) => [log, results[log]]);

/** By log and threshold: wasted pages a page view, and the hit rate. */
function choiceTable(results) {
  const thresholds = [0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5];
  return table([
    row('asked for from', ...inOrder(results).map(([log]) => logTitle(log))),
    ...thresholds.map((threshold) =>
      row(
        threshold === 0.1 ? '**0.1**' : String(threshold),
        ...inOrder(results).map(([, { validation }]) => {
          const one = rowOf(validation, 'nextaisle', threshold);
          const waste = wasteOf(one, validation.pages).toFixed(2);
          return `${percent(one.hits / one.nexts)}, ${waste}`;
        }),
      ),
    ),
  ]);
}

/** The test part: hit rate, precision and waste of each method. */
function methodsTable(results) {
  const cell = (one, pages) =>
    one.asked
      ? `${percent(one.hits / one.nexts)} (${percent(one.hits / one.asked)}, ${wasteOf(one, pages).toFixed(2)})`
      : 'none asked for';
  return table([
    row(
      'log',
      'page views',
      ...SHOWN.map((threshold) => `from ${threshold === 0.1 ? '**0.1**' : threshold}`),
      'also viewed, two',
      'last viewed, two',
      'popular, two',
    ),
    ...inOrder(results).map(([log, { test }]) =>
      row(
        logTitle(log),
        whole(test.pages),
        ...SHOWN.map((threshold) => cell(rowOf(test, 'nextaisle', threshold), test.pages)),
        ...OTHERS.map(([method, threshold]) => cell(rowOf(test, method, threshold), test.pages)),
      ),
    ),
  ]);
}

/** What waste is in bytes, at the default threshold. */
function bytesTable(results) {
  return table([
    row('log', 'wasted, pages a page view', 'KB a page view', 'of two always asked for, KB'),
    ...inOrder(results).map(([log, { pageKb, test }]) => {
      const waste = wasteOf(rowOf(test, 'nextaisle', 0.1), test.pages);
      const always = wasteOf(rowOf(test, 'popular', 0), test.pages);
      return row(
        logTitle(log),
        waste.toFixed(2),
        (waste * pageKb).toFixed(0),
        (always * pageKb).toFixed(0),
      );
    }),
  ]);
}

const MODES = {
  without: 'without',
  hit: 'hit, prefetched',
  prerender: 'hit, prerendered',
  miss: 'not hit',
  bare: 'any page at all: a heading, sent at once',
  hover400: 'prefetched 400 ms before the click',
  hover200: 'prefetched 200 ms before the click',
  hover100: 'prefetched 100 ms before the click',
};

function latencyTable({ modes }) {
  return table([
    row('', 'click to largest paint, ms', 'quartiles', 'of without'),
    ...Object.entries(MODES)
      .filter(([mode]) => modes[mode])
      .map(([mode, name]) => {
        const { median, low, high, ratio } = modes[mode];
        return row(name, String(median), `${low} … ${high}`, ratio.toFixed(2));
      }),
  ]);
}

/** The same in the shops of `examples/`, side by side. */
function examplesTable({ examples }) {
  const names = Object.keys(examples);
  return table([
    row('milliseconds (quartiles), of without', ...names),
    ...Object.entries(MODES)
      .filter(([mode]) => names.every((name) => examples[name][mode]))
      .map(([mode, text]) =>
        row(
          text,
          ...names.map((name) => {
            const { median, low, high, ratio } = examples[name][mode];
            return `${median} (${low} … ${high}), ${ratio.toFixed(2)}`;
          }),
        ),
      ),
  ]);
}

/** The next page before the click: what is hit and wasted on real logs, and what a hit saves. */
export function instantFigures() {
  const results = allResults('instant');
  const file = new URL('../results/instant.json', import.meta.url);
  const latency = existsSync(file) && JSON.parse(readFileSync(file, 'utf8'));
  const text = (make) => () => make(results).join('\n');
  return {
    blocks: {
      'instant choice': text(choiceTable),
      'instant methods': text(methodsTable),
      'instant bytes': text(bytesTable),
      ...(latency && { 'instant latency': () => latencyTable(latency).join('\n') }),
      ...(latency?.examples && {
        'instant examples': () => examplesTable(latency).join('\n'),
      }),
    },
    inline: latency
      ? Object.fromEntries(
          Object.entries(latency.modes).map(([mode, { median }]) => [
            `instant ${mode}`,
            () => String(median),
          ]),
        )
      : {},
  };
}
