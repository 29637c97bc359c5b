const WIDTH = 460;
const HEIGHT = 260;
const LEFT = 46;
const RIGHT = 14;
const TOP = 14;
const BOTTOM = 46;
const COLOURS = ['#0b6e4f', '#b3541e', '#3d5a98', '#7a3b8f'];

/**
 * A line chart as a small standalone SVG, readable on light and dark pages.
 * @param lines `{ name, points: [{ x, y, low, high, label }] }`; x values are evenly spaced.
 */
export function curveSvg({ title, yName, lines }) {
  const places = [...new Set(lines.flatMap(({ points }) => points.map(({ label }) => label)))];
  const all = lines.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high]));
  const floor = Math.floor(Math.min(...all) / 5) * 5;
  const top = Math.ceil(Math.max(...all) / 5) * 5;
  const x = (label) =>
    LEFT +
    24 +
    ((WIDTH - LEFT - RIGHT - 48) * places.indexOf(label)) / Math.max(1, places.length - 1);
  const y = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - floor) / (top - floor));
  const step = top - floor > 25 ? 10 : 5;
  const grid = [];
  for (let value = floor; value <= top; value += step) {
    grid.push(
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(y(value))}" y2="${at(y(value))}" stroke="#ddd"/>`,
      `<text x="${LEFT - 6}" y="${at(y(value) + 4)}" text-anchor="end">${value}</text>`,
    );
  }
  const drawn = lines.flatMap(({ name, points }, i) => {
    const colour = COLOURS[i % COLOURS.length];
    const path = points.map((p) => `${at(x(p.label))},${at(y(p.y))}`).join(' ');
    const last = points.at(-1);
    return [
      ...points.map(
        (p) =>
          `<line x1="${at(x(p.label))}" x2="${at(x(p.label))}" y1="${at(y(p.low))}" y2="${at(y(p.high))}" stroke="${colour}" stroke-opacity=".4" stroke-width="3"/>`,
      ),
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...points.map(
        (p) => `<circle cx="${at(x(p.label))}" cy="${at(y(p.y))}" r="3" fill="${colour}"/>`,
      ),
      `<text x="${at(x(last.label) - 6)}" y="${at(y(last.y) - 8)}" text-anchor="end" fill="${colour}">${name}</text>`,
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="11" role="img">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...grid,
    ...places.map(
      (label) =>
        `<text x="${at(x(label))}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${label}</text>`,
    ),
    `<text x="${(WIDTH + LEFT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${title}</text>`,
    `<text x="12" y="${TOP + 60}" transform="rotate(-90 12 ${TOP + 60})" text-anchor="middle">${yName}</text>`,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

const at = (value) => Number(value.toFixed(1));
