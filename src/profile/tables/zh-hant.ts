import type { Sentences } from '../words.js';

/** Chinese, in traditional characters. */
export const sentences: Sentences = {
  'brand.catalog': '瀏覽「{name}」的頻率是其目錄占比的 {times} 倍。',
  'brand.even': '瀏覽「{name}」的頻率是平均品牌的 {times} 倍。',
  'brand.log': '瀏覽「{name}」的頻率是其他顧客的 {times} 倍。',
  'category.catalog': '瀏覽「{name}」的頻率是其目錄占比的 {times} 倍。',
  'category.even': '瀏覽「{name}」的頻率是平均分類的 {times} 倍。',
  'category.log': '瀏覽「{name}」的頻率是其他顧客的 {times} 倍。',
  comparison: '正在「{name}」中比較：{items}。',
  'pace.quick': '比以往的造訪更快。',
  'pace.slow': '比以往的造訪更慢。',
  'pace.usual': '與以往的造訪一樣快。',
  'price.high': '瀏覽的是分類中最貴的三分之一。',
  'price.low': '瀏覽的是分類中最便宜的三分之一。',
  'price.middle': '瀏覽的是分類中價格居中的三分之一。',
  'stage.bought': '本次造訪已下單。',
  'stage.browsing': '正在隨意看看。',
  'stage.comparing': '正在比較商品。',
  'stage.deciding': '正在做決定。',
  'visitor.new': '本裝置上沒有以往造訪的紀錄。',
  'visitor.returning': '以前來過：這份紀錄中有 {visits} 次造訪。',
  'visitor.unknown': '不知道以前是否來過。',
};
