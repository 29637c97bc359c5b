import type { Table } from '../read-texts.js';

/** Dutch. No form depends on the product or the name. */
export const words: Table = {
  'in-cart': 'Al in de winkelwagen',
  'bought-before': 'Eerder gekocht',
  seen: 'Eerder bekeken',
  'same-category': 'Meer in {name}',
  'same-brand': 'Meer van {name}',
  popular: 'Populair',
  'often-next': 'Hierna vaak gekozen',
  shelf: 'Aanbevolen producten',
};
