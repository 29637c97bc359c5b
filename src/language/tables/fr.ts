import type { Table } from '../read-texts.js';

/** French. "Article" carries the gender, whatever the product is. */
export const words: Table = {
  'in-cart': 'Déjà dans le panier',
  'bought-before': 'Article déjà acheté',
  seen: 'Article déjà vu',
  'same-category': 'Aussi dans «\u202f{name}\u202f»',
  'same-brand': 'Aussi chez {name}',
  popular: 'Populaire',
  'often-next': 'Souvent le choix suivant',
  shelf: 'Produits recommandés',
};
