import type { Table } from '../read-texts.js';

/** Arabic. "قسم" and "علامة" carry the case, so the name stays as it is. */
export const words: Table = {
  'in-cart': 'في سلة التسوق',
  'bought-before': 'سبق شراؤه',
  seen: 'سبقت مشاهدته',
  'same-category': 'المزيد في قسم {name}',
  'same-brand': 'المزيد من علامة {name}',
  popular: 'منتج رائج',
  'often-next': 'غالبًا ما يُختار بعد ذلك',
  shelf: 'منتجات مقترحة',
};
