import type { Sentences } from '../words.js';

/** Turkish. */
export const sentences: Sentences = {
  'brand.catalog': '{name} için bakma sıklığı, katalogdaki payına göre beklenenin {times} katı.',
  'brand.even': '{name} için bakma sıklığı, ortalama bir markanın {times} katı.',
  'brand.log': '{name} için bakma sıklığı, diğer müşterilerin {times} katı.',
  'category.catalog': '{name} için bakma sıklığı, katalogdaki payına göre beklenenin {times} katı.',
  'category.even': '{name} için bakma sıklığı, ortalama bir kategorinin {times} katı.',
  'category.log': '{name} için bakma sıklığı, diğer müşterilerin {times} katı.',
  comparison: '“{name}” içinde karşılaştırıyor: {items}.',
  'pace.quick': 'Önceki ziyaretlere göre daha hızlı ilerliyor.',
  'pace.slow': 'Önceki ziyaretlere göre daha yavaş ilerliyor.',
  'pace.usual': 'Önceki ziyaretlerdeki hızla ilerliyor.',
  'price.high': 'Bir kategorinin en pahalı üçte birine bakıyor.',
  'price.low': 'Bir kategorinin en ucuz üçte birine bakıyor.',
  'price.middle': 'Bir kategorinin orta fiyatlı üçte birine bakıyor.',
  'stage.bought': 'Bu ziyarette sipariş verdi.',
  'stage.browsing': 'Göz gezdiriyor.',
  'stage.comparing': 'Ürünleri karşılaştırıyor.',
  'stage.deciding': 'Karar vermek üzere.',
  'visitor.new': 'Bu cihazda kayıtlı daha önceki bir ziyaret yok.',
  'visitor.returning': 'Daha önce de geldi: bu geçmişte {visits} ziyaret var.',
  'visitor.unknown': 'Daha önce gelip gelmediği bilinmiyor.',
};
