import { allResults } from '../accuracy/results.mjs';
import { curveSvg } from './curve-svg.mjs';
import { percent, percentRange, whole } from './format.mjs';
import { row, table } from './table.mjs';

const KINDS = {
  size: { title: 'size of the network', head: 'size', order: 'bytes' },
  share: {
    title: 'share of the training sessions, the latest',
    head: 'share',
    order: 'trainEvents',
  },
};
const COLUMNS = ['recall@20', '95%', 'MRR@20', 'V-SKNN', 'train events', 'gzip', 'ms an event'];

const labelOf = (kind, key) => (kind === 'share' ? `${100 * Number(key)}%` : key);

function curveTable(kind, points) {
  return table([
    row(KINDS[kind].head, ...COLUMNS, 'seconds'),
    ...points.map(([key, p]) =>
      row(
        labelOf(kind, key),
        percent(p.recall20.value),
        percentRange(p.recall20),
        percent(p.mrr20.value),
        `${percent(p.vsknn.recall20.value)} / ${percent(p.vsknn.mrr20.value)}`,
        whole(p.trainEvents),
        whole(p.gzip),
        p.ms.toFixed(2),
        whole(p.seconds),
      ),
    ),
  ]).join('\n');
}

function chart(log, kind, points) {
  const line = (name, of) => ({
    name,
    points: points.map(([key, point]) => {
      const { value, low, high } = of(point);
      return { label: labelOf(kind, key), y: 100 * value, low: 100 * low, high: 100 * high };
    }),
  });
  const lines = [line('nextaisle', (p) => p.recall20)];
  if (kind === 'share') lines.push(line('V-SKNN', (p) => p.vsknn.recall20));
  return curveSvg({ title: `${log}: ${KINDS[kind].title}`, yName: 'recall@20', lines });
}

/** Accuracy by network size and log length: tables, and charts in docs/evidence. */
export function curveFigures() {
  const blocks = {};
  const files = {};
  for (const [log, { curves = {} }] of Object.entries(allResults('next-item'))) {
    for (const [kind, measured] of Object.entries(curves)) {
      const { order } = KINDS[kind];
      const points = Object.entries(measured).sort(([, a], [, b]) => a[order] - b[order]);
      if (points.length < 2) continue;
      blocks[`curve ${log} ${kind}`] = () => curveTable(kind, points);
      files[`docs/evidence/accuracy-${log}-${kind}.svg`] = () => chart(log, kind, points);
    }
  }
  return { blocks, files };
}
