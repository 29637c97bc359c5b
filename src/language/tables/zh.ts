import type { Table } from '../read-texts.js';

/** Chinese, in simplified characters. The name stands after a colon: no space is missing beside Latin letters. */
export const words: Table = {
  'in-cart': '已加入购物车',
  'bought-before': '购买过',
  seen: '浏览过',
  'same-category': '同类商品：{name}',
  'same-brand': '同品牌：{name}',
  popular: '热门商品',
  'often-next': '不少顾客接着选购',
  shelf: '为你推荐',
};
