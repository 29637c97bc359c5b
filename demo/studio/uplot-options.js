// What uPlot is told of a chart. It keeps its options, so what changes is asked for at each drawing.

export const HEIGHT = 220;
/** Height of the strip of marks, in CSS pixels. */
const STRIP = 5;

/** The columns that uPlot draws: x, then each line with the edges of what chance leaves open. */
export const columnsOf = ({ x, lines }) => [
  x.values,
  ...lines.flatMap(({ values, low, high }) => (low ? [values, high, low] : [values])),
];

/** Charts of which one can take the columns of the other. */
export const shapeOf = ({ lines }) =>
  lines.map(({ kind, dashed, low }) => `${kind} ${dashed} ${!low}`).join();

/**
 * @param now gives what is shown at present.
 * @param colour by its name in the style sheet, as the page is light or dark.
 * @param read is told the place of the pointer.
 */
export function optionsOf(now, colour, read) {
  const series = [{}];
  const bands = [];
  for (const { low, kind, dashed } of now().lines) {
    series.push({
      stroke: () => colour(kind),
      width: 2,
      dash: dashed ? [5, 4] : undefined,
      points: { show: true, size: 5, fill: () => colour(kind) },
    });
    if (!low) continue;
    // Two lines that are not drawn, and what lies between them.
    for (let edge = 0; edge < 2; edge++)
      series.push({ stroke: null, width: 0, points: { show: false } });
    bands.push({
      series: [series.length - 2, series.length - 1],
      fill: () => `color-mix(in srgb, ${colour(kind)} 16%, transparent)`,
    });
  }
  const axis = {
    stroke: () => colour('soft'),
    grid: { stroke: () => colour('line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  const ticks = (of) => (_, values) => values.map((value) => now()[of].tick(value));
  return {
    height: HEIGHT,
    series,
    bands,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 9 } },
    scales: {
      x: { time: false, range: (_, min, max) => [min, max > min ? max : min + 1] },
      y: { range: (_, _min, max) => [0, Math.min(1, Math.max(max || 0, 0.05) * 1.08)] },
    },
    padding: [10, 14, 0, 0],
    axes: [
      { ...axis, size: 34, space: 44, incrs: now().x.steps, values: ticks('x') },
      { ...axis, size: 48, space: 34, values: ticks('y') },
    ],
    hooks: {
      setCursor: [({ cursor }) => cursor.idx != null && read(cursor.idx)],
      draw: [(chart) => drawMarks(chart, now(), colour)],
    },
  };
}

function drawMarks(chart, { x: { values }, marks = [], at }, colour) {
  const { ctx, bbox } = chart;
  const px = devicePixelRatio;
  const place = (value) => chart.valToPos(value, 'x', true);
  const half = (place(values[1] ?? 1) - place(values[0])) / 2;
  const top = bbox.top + bbox.height - STRIP * px;
  for (const [i, kind] of marks.entries()) {
    const from = Math.max(bbox.left, place(values[i]) - half);
    const to = Math.min(bbox.left + bbox.width, place(values[i]) + half);
    ctx.fillStyle = colour(kind);
    ctx.fillRect(from, top, to - from - px, STRIP * px);
  }
  if (at === undefined) return;
  ctx.strokeStyle = colour('ink');
  ctx.lineWidth = px;
  ctx.beginPath();
  ctx.moveTo(place(at), bbox.top);
  ctx.lineTo(place(at), bbox.top + bbox.height);
  ctx.stroke();
}
