import type { Table } from '../read-texts.js';

/** Turkish. "Kategorisinden" and "markasından" carry the suffixes, which would follow the vowels of the name. */
export const words: Table = {
  'in-cart': 'Sepetinizde',
  'bought-before': 'Daha önce satın alındı',
  seen: 'Daha önce görüntülendi',
  'same-category': '{name} kategorisinden',
  'same-brand': '{name} markasından',
  popular: 'Popüler',
  'often-next': 'Genellikle bir sonraki tercih',
  shelf: 'Önerilen ürünler',
};
