import { draw } from '../art/index.js';
import { productOf } from '../catalog.js';
import { say } from '../lang/say.js';
import { el } from './dom.js';

/** The drawing of a product; nothing where the demo shop does not sell it. */
export function picture(id, { labelled = false } = {}) {
  const product = productOf(id);
  const figure = el('figure', { class: 'thumb' });
  // Drawn by us from our own table: no text of a shopper is in it.
  if (product) figure.innerHTML = draw(product, { labelled });
  return figure;
}

export function nameOf(id) {
  const product = productOf(id);
  return product ? say(product.name) : (id ?? '');
}
