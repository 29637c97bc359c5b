import { readFileSync } from 'node:fs';
import { kb, ms, whole } from './format.mjs';
import { readSizes, sizeOf } from './sizes.mjs';
import { row, table } from './table.mjs';

const RESULTS = new URL('../results/runtime.json', import.meta.url);
export const ENGINE_NAMES = {
  cpu: 'nextaisle, cpu',
  webgl: 'nextaisle, WebGL',
  ort: 'onnxruntime-web, KV cache',
  'ort-full': 'onnxruntime-web, full forward',
  stock: 'TensorFlow.js operations, WebGL',
};
const PEERS = ['cpu', 'ort', 'ort-full', 'stock'];

/** `9.4 (6.4 … 12)`: median and quartiles of the ratios over the rounds. */
const ratioText = (ratio) => {
  if (!ratio) return '1';
  const [median, low, high] = ratio.map((r) => r.toFixed(r < 10 ? 1 : 0));
  return `${median} (${low} … ${high})`;
};

/** True for the fastest engine of a step, or one nearly as fast. */
const isRight = ({ auto, cpu, webgl }) => {
  const [own, other] = auto === 'cpu' ? [cpu, webgl] : [webgl, cpu];
  return own.step <= other.step * 1.25;
};

function firstTable({ first }) {
  return table([
    row('engine', 'items', 'median', 'p95', 'of which fetch', 'times nextaisle, cpu'),
    ...first.map(({ engine, items, median, p95, fetch, ratio }) =>
      row(ENGINE_NAMES[engine], whole(items), ...[median, p95, fetch].map(ms), ratioText(ratio)),
    ),
  ]);
}

function stepTable({ step }) {
  return table([
    row('engine', 'items', 'median', 'p95, warming up', 'times nextaisle, cpu'),
    ...step.map(({ engine, items, median, p95, ratio }) =>
      row(ENGINE_NAMES[engine], whole(items), ms(median), ms(p95), ratioText(ratio)),
    ),
  ]);
}

function scaleTable({ scale }) {
  return [
    ...table([
      row('items', 'network', 'step', 'forecast', 'explain', 'dense', 'textures', 'auto'),
      ...scale.map(({ items, width, layers, cpu, webgl, dense, auto }) =>
        row(
          whole(items),
          `${width} × ${layers}`,
          ...['step', 'forecast', 'explain'].map((what) => `${ms(cpu[what])} / ${ms(webgl[what])}`),
          ms(dense),
          `${whole(webgl.bytesOnGpu / 2 ** 20)} MB`,
          auto,
        ),
      ),
    ]),
    '',
    `\`auto\` chose the faster engine, or one within a quarter of it, in ${scale.filter(isRight).length} of ${scale.length} cases.`,
  ];
}

function loadsTable({ loads: { engines } }) {
  return table([
    row('engine', 'code', 'weights'),
    ...Object.entries(engines).map(([engine, { code, weights }]) =>
      row(ENGINE_NAMES[engine], kb(code), kb(weights)),
    ),
  ]);
}

/** The table in the README: one catalog size, peers in columns, the best of a row in bold. */
function summary({ first, step, loads }) {
  const { items, engines } = loads;
  const at = (list, engine) => list.find((x) => x.engine === engine && x.items === items).median;
  const line = (name, values, format) => {
    const least = Math.min(...values);
    return row(name, ...values.map((v) => (v === least ? `**${format(v)}**` : format(v))));
  };
  const each = (of) => PEERS.map(of);
  const time = (v) => `${ms(v)} ms`;
  return table([
    row(
      `${whole(items)} products, 2 cores, no GPU`,
      'nextaisle',
      ...PEERS.slice(1).map((e) => ENGINE_NAMES[e]),
    ),
    line(
      'script start → first prediction',
      each((e) => at(first, e)),
      time,
    ),
    line(
      'event → prediction, warm',
      each((e) => at(step, e)),
      time,
    ),
    line(
      'code, gzip',
      each((e) => engines[e].code),
      kb,
    ),
    line(
      'model of this catalog, gzip',
      each((e) => engines[e].weights),
      kb,
    ),
  ]);
}

const machineText = ({ date, machine, browser, webgl, load, pages }) =>
  `Measured on ${date}: ${machine}, ${browser}, WebGL: ${webgl}. Load average at the start: ${load}. Medians of ${pages} fresh pages a row, the engines taking turns; in brackets the middle half of the ratios, one a round.`;

/** Our size comes from the current build, not from the bench: the script tag includes cpu. */
function withBuiltSizes({ loads, ...runtime }) {
  const sizes = readSizes();
  const cpu = sizeOf(sizes, 'nextaisle.min.js');
  const webgl = cpu + sizeOf(sizes, 'webgl chunk');
  const { engines } = loads;
  return {
    ...runtime,
    loads: {
      ...loads,
      engines: {
        ...engines,
        cpu: { ...engines.cpu, code: cpu },
        webgl: { ...engines.webgl, code: webgl },
      },
    },
  };
}

/** Cold start, latency and page weight from the last `npm run bench`. */
export function runtimeFigures() {
  const runtime = withBuiltSizes(JSON.parse(readFileSync(RESULTS, 'utf8')));
  const text = (lines) => () => lines.join('\n');
  const { items, engines } = runtime.loads;
  const inline = {};
  for (const [engine, { code, weights }] of Object.entries(engines)) {
    inline[`code ${engine}`] = () => kb(code);
    inline[`weights ${engine}`] = () => kb(weights);
  }
  for (const [what, list] of Object.entries({ first: runtime.first, event: runtime.step })) {
    for (const { engine, median, ratio } of list.filter((x) => x.items === items)) {
      inline[`${what} ${engine}`] = () => `${ms(median)} ms`;
      if (ratio) inline[`${what} ${engine} times`] = () => ratioText(ratio).split(' ')[0];
    }
  }
  return {
    blocks: {
      'runtime machine': () => machineText(runtime),
      'runtime first': text(firstTable(runtime)),
      'runtime event': text(stepTable(runtime)),
      'runtime scale': text(scaleTable(runtime)),
      'runtime loads': text(loadsTable(runtime)),
      'sizes-and-times': text(summary(runtime)),
    },
    inline,
  };
}
