import type { Table } from '../read-texts.js';

/** Spanish. "Producto" carries the gender, whatever the product is. */
export const words: Table = {
  'in-cart': 'Ya está en el carrito',
  'bought-before': 'Producto ya comprado',
  seen: 'Producto ya visto',
  'same-category': 'Más en {name}',
  'same-brand': 'Más de {name}',
  popular: 'Popular',
  'often-next': 'A menudo se elige después',
  shelf: 'Productos recomendados',
};
