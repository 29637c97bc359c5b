import * as greenery from './greenery.js';
import * as kitchen from './kitchen.js';
import * as lighting from './lighting.js';
import * as outdoors from './outdoors.js';
import * as seating from './seating.js';
import * as table from './table.js';

const DRAWINGS = { ...greenery, ...kitchen, ...lighting, ...outdoors, ...seating, ...table };

let drawn = 0;

/**
 * A product as an `<svg>` element's text.
 * @param {{ name: string, art: [string, object] }} product
 * @param {{ labelled?: boolean }} [options] `labelled` when no text beside it names the product.
 */
export function draw(product, { labelled = false } = {}) {
  const [name, parts] = product.art;
  // Clip paths are found by id in the whole document: each drawing gets its own.
  const mark = `d${++drawn}`;
  const inner = DRAWINGS[name](parts)
    .replaceAll('id="', `id="${mark}-`)
    .replaceAll('url(#', `url(#${mark}-`);
  const says = labelled ? `role="img" aria-label="${product.name}"` : 'aria-hidden="true"';
  return `<svg class="art" viewBox="0 0 240 240" ${says} focusable="false">${inner}</svg>`;
}
