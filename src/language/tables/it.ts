import type { Table } from '../read-texts.js';

/** Italian. "Articolo" carries the gender, whatever the product is. */
export const words: Table = {
  'in-cart': 'Già nel carrello',
  'bought-before': 'Articolo già acquistato',
  seen: 'Articolo già visto',
  'same-category': 'Altro in {name}',
  'same-brand': 'Altri prodotti {name}',
  popular: 'Tra i più scelti',
  'often-next': 'Spesso la scelta successiva',
  shelf: 'Prodotti consigliati',
};
