import type { Sentences } from '../words.js';

/** Dutch. */
export const sentences: Sentences = {
  'brand.catalog':
    'Bekijkt {name} {times} keer zo vaak als het aandeel in de catalogus doet verwachten.',
  'brand.even': 'Bekijkt {name} {times} keer zo vaak als een merk gemiddeld.',
  'brand.log': 'Bekijkt {name} {times} keer zo vaak als andere klanten.',
  'category.catalog':
    'Bekijkt {name} {times} keer zo vaak als het aandeel in de catalogus doet verwachten.',
  'category.even': 'Bekijkt {name} {times} keer zo vaak als een categorie gemiddeld.',
  'category.log': 'Bekijkt {name} {times} keer zo vaak als andere klanten.',
  comparison: 'Vergelijkt in ‘{name}’: {items}.',
  'pace.quick': 'Gaat sneller dan bij eerdere bezoeken.',
  'pace.slow': 'Gaat langzamer dan bij eerdere bezoeken.',
  'pace.usual': 'Gaat even snel als bij eerdere bezoeken.',
  'price.high': 'Bekijkt het duurste derde deel van een categorie.',
  'price.low': 'Bekijkt het goedkoopste derde deel van een categorie.',
  'price.middle': 'Bekijkt het middelste prijsdeel van een categorie.',
  'stage.bought': 'Heeft bij dit bezoek besteld.',
  'stage.browsing': 'Kijkt rond.',
  'stage.comparing': 'Vergelijkt producten.',
  'stage.deciding': 'Staat op het punt te beslissen.',
  'visitor.new': 'Op dit apparaat is geen eerder bezoek bewaard.',
  'visitor.returning': 'Is hier eerder geweest: deze geschiedenis telt {visits} bezoeken.',
  'visitor.unknown': 'Of er eerdere bezoeken waren, is niet bekend.',
};
