import type { Sentences } from '../words.js';

/** Japanese. */
export const sentences: Sentences = {
  'brand.catalog': '「{name}」を、カタログでの割合から見込まれる{times}倍の頻度で見ています。',
  'brand.even': '「{name}」を、平均的なブランドの{times}倍の頻度で見ています。',
  'brand.log': '「{name}」を、ほかのお客様の{times}倍の頻度で見ています。',
  'category.catalog': '「{name}」を、カタログでの割合から見込まれる{times}倍の頻度で見ています。',
  'category.even': '「{name}」を、平均的なカテゴリーの{times}倍の頻度で見ています。',
  'category.log': '「{name}」を、ほかのお客様の{times}倍の頻度で見ています。',
  comparison: '「{name}」で比較中：{items}。',
  'pace.quick': 'これまでの訪問より速く進んでいます。',
  'pace.slow': 'これまでの訪問よりゆっくり進んでいます。',
  'pace.usual': 'これまでの訪問と同じ速さで進んでいます。',
  'price.high': 'カテゴリー内で価格が高い3分の1を見ています。',
  'price.low': 'カテゴリー内で価格が安い3分の1を見ています。',
  'price.middle': 'カテゴリー内で価格が中程度の3分の1を見ています。',
  'stage.bought': 'この訪問で注文しました。',
  'stage.browsing': '商品を見て回っています。',
  'stage.comparing': '商品を比較しています。',
  'stage.deciding': '購入を検討しています。',
  'visitor.new': 'この端末には以前の訪問の記録がありません。',
  'visitor.returning': '以前にも訪れています：この履歴には{visits}回の訪問があります。',
  'visitor.unknown': '以前に訪れたかどうかは分かりません。',
};
