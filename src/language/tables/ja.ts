import type { Table } from '../read-texts.js';

/** Japanese. The name stands after a colon: no space is missing beside Latin letters. */
export const words: Table = {
  'in-cart': 'カートに入っています',
  'bought-before': '以前に購入した商品',
  seen: '以前に見た商品',
  'same-category': '同じカテゴリー：{name}',
  'same-brand': '同じブランド：{name}',
  popular: '人気商品',
  'often-next': '次によく選ばれています',
  shelf: 'おすすめ商品',
};
