import type { Sentences } from '../words.js';

/** Chinese, in simplified characters. */
export const sentences: Sentences = {
  'brand.catalog': '浏览“{name}”的频率是其目录占比的 {times} 倍。',
  'brand.even': '浏览“{name}”的频率是平均品牌的 {times} 倍。',
  'brand.log': '浏览“{name}”的频率是其他顾客的 {times} 倍。',
  'category.catalog': '浏览“{name}”的频率是其目录占比的 {times} 倍。',
  'category.even': '浏览“{name}”的频率是平均分类的 {times} 倍。',
  'category.log': '浏览“{name}”的频率是其他顾客的 {times} 倍。',
  comparison: '正在“{name}”中比较：{items}。',
  'pace.quick': '比以往的访问更快。',
  'pace.slow': '比以往的访问更慢。',
  'pace.usual': '与以往的访问一样快。',
  'price.high': '浏览的是分类中最贵的三分之一。',
  'price.low': '浏览的是分类中最便宜的三分之一。',
  'price.middle': '浏览的是分类中价格居中的三分之一。',
  'stage.bought': '本次访问已下单。',
  'stage.browsing': '正在随便看看。',
  'stage.comparing': '正在比较商品。',
  'stage.deciding': '正在做决定。',
  'visitor.new': '本设备上没有以往访问的记录。',
  'visitor.returning': '以前来过：这份历史中有 {visits} 次访问。',
  'visitor.unknown': '不知道以前是否来过。',
};
