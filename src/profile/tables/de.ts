import type { Sentences } from '../words.js';

/** German. */
export const sentences: Sentences = {
  'brand.catalog': 'Sieht {name} {times}-mal so oft an, wie der Anteil am Katalog erwarten ließe.',
  'brand.even': 'Sieht {name} {times}-mal so oft an wie eine Marke im Durchschnitt.',
  'brand.log': 'Sieht {name} {times}-mal so oft an wie andere Kunden.',
  'category.catalog':
    'Sieht {name} {times}-mal so oft an, wie der Anteil am Katalog erwarten ließe.',
  'category.even': 'Sieht {name} {times}-mal so oft an wie eine Kategorie im Durchschnitt.',
  'category.log': 'Sieht {name} {times}-mal so oft an wie andere Kunden.',
  comparison: 'Vergleicht unter „{name}“: {items}.',
  'pace.quick': 'Ist schneller unterwegs als bei früheren Besuchen.',
  'pace.slow': 'Ist langsamer unterwegs als bei früheren Besuchen.',
  'pace.usual': 'Ist so schnell unterwegs wie bei früheren Besuchen.',
  'price.high': 'Sieht das teuerste Drittel einer Kategorie an.',
  'price.low': 'Sieht das günstigste Drittel einer Kategorie an.',
  'price.middle': 'Sieht das mittlere Preisdrittel einer Kategorie an.',
  'stage.bought': 'Hat bei diesem Besuch bestellt.',
  'stage.browsing': 'Stöbert.',
  'stage.comparing': 'Vergleicht Produkte.',
  'stage.deciding': 'Steht vor der Entscheidung.',
  'visitor.new': 'Auf diesem Gerät ist kein früherer Besuch gespeichert.',
  'visitor.returning': 'War schon einmal hier: Dieser Verlauf umfasst {visits} Besuche.',
  'visitor.unknown': 'Ob es frühere Besuche gab, ist nicht bekannt.',
};
