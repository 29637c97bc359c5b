import { existsSync, readFileSync } from 'node:fs';
import { fixed, kb, ms, percent, whole } from './format.mjs';
import { readSizes, sizeOf } from './sizes.mjs';
import { row, table } from './table.mjs';

const read = (name) => {
  const file = new URL(`../results/${name}.json`, import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};
const mb = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

/** The best predictor, the model, and what takes a line each, best last. */
const METHODS = ['nextaisle', 'V-SKNN', 'recently viewed', 'co-visitation', 'popularity'];
const BEST = 'best possible';
const named = (scores, name) => scores.find(({ method }) => method === name);
/** A difference and its 95% interval, where each pair was kept. */
function apart(found, write) {
  const [value, ...ends] = [found?.value, found?.low, found?.high].map((x) =>
    x === undefined ? '' : `${x < 0 ? '−' : '+'}${write(Math.abs(x))}`,
  );
  return ends[0] ? `${value} (${ends.join(' … ')})` : value;
}

function truthTable({ rows }) {
  return table([
    row('events', BEST, METHODS[0], 'recall@20 below it', ...METHODS.slice(1)),
    ...rows.map(({ events, nextItem }) => {
      const cell = (name) => {
        const { recall20, mrr20 } = named(nextItem, name);
        return `${percent(recall20)} / ${percent(mrr20)}`;
      };
      const [own, ...others] = METHODS.map(cell);
      const below = apart(named(nextItem, METHODS[0]).apart, percent);
      return row(whole(events), cell(BEST), own, below, ...others);
    }),
  ]);
}

function truthActions({ rows }) {
  return table([
    row(
      'events',
      BEST,
      METHODS[0],
      'above it',
      'by the true chances',
      'last action',
      'class prior',
    ),
    ...rows.map(({ events, nextAction, divergence }) => {
      const [best, prior, markov, own] = nextAction;
      const cells = [best, own].map(({ logLoss }) => fixed(logLoss));
      const others = [markov, prior].map(({ logLoss }) => fixed(logLoss));
      const above = [own.apart, divergence].map((one) => apart(one, fixed));
      return row(whole(events), ...cells, ...above, ...others);
    }),
  ]);
}

function truthCost({ rows }) {
  return table([
    row('events', 'products', 'file, gzip', 'trained in', 'passes', 'training'),
    ...rows.map(({ events, items, seconds, bytes, training, trainer }) => {
      const passes = /--epochs (\d+)/.exec(training)[1];
      const took = `${whole(seconds.train)} s`;
      return row(whole(events), whole(items), kb(bytes), trainer, `${passes} + 1`, took);
    }),
  ]);
}

const largest = ({ rows }) => rows.at(-1);

/** What ten times the largest catalog takes, were every product to add what the last ones added. */
function tenTimes({ rows }) {
  const [small, large] = rows.slice(-2);
  const more = (name) =>
    large[name] + ((large[name] - small[name]) / (large.items - small.items)) * 9 * large.items;
  return Object.fromEntries(
    ['bytes', 'gzip', 'memory', 'openCpu', 'stepCpu'].map((name) => [name, more(name)]),
  );
}

function catalogTable(measured) {
  const line = (items, { bytes, gzip, memory, openCpu, stepCpu }) =>
    row(items, mb(bytes), mb(gzip), mb(memory), `${ms(openCpu)} ms`, `${ms(stepCpu)} ms`);
  return table([
    row('products', 'file', 'gzip', 'memory', 'to the first prediction', 'an event'),
    ...measured.rows.map((one) => line(whole(one.items), one)),
    line(`${whole(10 * measured.rows.at(-1).items)} (arithmetic)`, tenTimes(measured)),
  ]);
}

const DEPARTMENTS = 12;
/** Departments that a visit sees, on REES46: traits.mjs. */
const SEEN = 1.19;

const VIEWS = 1e6;
/** Views a visit, and the share of visits that find nothing in the browser's cache. Assumed. */
const VIEWS_A_VISIT = 5;
const COLD = 0.5;
/** What the script tag loads, the listeners of all platforms for want of the shop's own; then shop.json and the model. */
const CODE = [
  'nextaisle.min.js',
  'stores of the script tag',
  'shelf of the script tag',
  'listeners of all platforms together',
];
const FILES = CODE.length + 2;
/** A shelf of eight as an answer of a server, and the headers of answer and question. Assumed. */
const HEADERS = 700;
const answer = JSON.stringify({
  items: Array.from({ length: 8 }, (_, i) => ({ id: `sku-1000${i}`, probability: 0.0123 })),
});

function costTable(catalog, runtime) {
  const visits = VIEWS / VIEWS_A_VISIT;
  const sizes = readSizes();
  const code = CODE.reduce((sum, name) => sum + sizeOf(sizes, name), 0);
  const hours = (milliseconds) => `${(milliseconds / 3.6e6).toFixed(1)} h`;
  const gb = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`;
  const full = runtime.step.find(({ engine, items }) => engine === 'ort-full' && items === 20_000);
  return table([
    row(
      'a million page views',
      'requests to the CDN',
      'requests to a server',
      'bytes',
      'shoppers’ processors',
      'a view',
      'servers’ processors',
    ),
    ...catalog.rows.map(({ items, gzip, openCpu, stepCpu }) =>
      row(
        `in the page, ${whole(items)} products`,
        whole(visits * COLD * FILES),
        '0',
        gb(visits * COLD * (code + gzip)),
        hours(VIEWS * (openCpu + stepCpu)),
        `${ms(openCpu + stepCpu)} ms`,
        '0',
      ),
    ),
    row(
      'a server, 20,000 products',
      '0',
      whole(VIEWS),
      gb(VIEWS * (answer.length + HEADERS)),
      '0',
      'a round trip',
      hours(VIEWS * full.median),
    ),
    row('a recently viewed list', '0', '0', '0.0 GB', '0', '0', '0'),
  ]);
}

/** What models are worth and cost at each size, for docs/evidence/scale.md and the guide. */
export function scaleFigures() {
  const [truth, catalog, runtime] = ['truth', 'catalog', 'runtime'].map(read);
  return {
    blocks: {
      'scale truth': () => truthTable(truth).join('\n'),
      'scale actions': () => truthActions(truth).join('\n'),
      'scale training': () => truthCost(truth).join('\n'),
      'scale catalog': () => catalogTable(catalog).join('\n'),
      'scale page views': () => costTable(catalog, runtime).join('\n'),
    },
    inline: {
      'scale machine': () => `${catalog.machine}, load ${catalog.load}`,
      'scale answer': () => `${whole(answer.length + HEADERS)} bytes`,
      'scale events a product': () => {
        const { events, items } = truth.rows.at(-1);
        return whole(events / items);
      },
      'scale department': () => mb((SEEN * largest(catalog).gzip) / DEPARTMENTS),
      'scale whole shop': () => mb(largest(catalog).gzip),
    },
  };
}
