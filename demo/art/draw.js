/** What every drawing is made of. Drawings are SVG text on a 240 × 240 sheet, the floor at y = 208. */

/**
 * A lighter (amount > 0) or darker (< 0) version of a colour.
 * @param {string} hex `#rrggbb`
 * @param {number} amount -1 … 1
 */
export function shade(hex, amount) {
  const towards = amount < 0 ? 0 : 255;
  const mix = (at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16);
    return Math.round(value + (towards - value) * Math.abs(amount))
      .toString(16)
      .padStart(2, '0');
  };
  return `#${mix(1)}${mix(3)}${mix(5)}`;
}

export const path = (d, fill, more = '') => `<path d="${d}" fill="${fill}" ${more}/>`;

export const line = (d, stroke, width, more = '') =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;

export const box = (x, y, width, height, radius, fill, more = '') =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" ${more}/>`;

export const oval = (cx, cy, rx, ry, fill, more = '') =>
  `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`;

/** The shadow a thing stands in. */
export const ground = (rx = 70, cx = 120, cy = 208) =>
  oval(cx, cy, rx, 7, '#1b1a14', 'opacity=".13"');

export const turn = (degrees, inner, x = 120, y = 120) =>
  `<g transform="rotate(${degrees} ${x} ${y})">${inner}</g>`;

export const range = (count, draw) => Array.from({ length: count }, (_, i) => draw(i)).join('');
