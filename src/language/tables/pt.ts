import type { Table } from '../read-texts.js';

/** Portuguese, in words that Brazil and Portugal share. "Produto" carries the gender, whatever the product is. */
export const words: Table = {
  'in-cart': 'Já está no carrinho',
  'bought-before': 'Produto já comprado',
  seen: 'Produto já visto',
  'same-category': 'Mais em {name}',
  'same-brand': 'Mais da marca {name}',
  popular: 'Popular',
  'often-next': 'Escolha frequente a seguir',
  shelf: 'Produtos recomendados',
};
