import type { Table } from '../read-texts.js';

/** Chinese, in traditional characters. The name stands after a colon: no space is missing beside Latin letters. */
export const words: Table = {
  'in-cart': '已加入購物車',
  'bought-before': '購買過',
  seen: '瀏覽過',
  'same-category': '同類商品：{name}',
  'same-brand': '同品牌：{name}',
  popular: '熱門商品',
  'often-next': '不少顧客接著選購',
  shelf: '為你推薦',
};
