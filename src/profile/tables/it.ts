import type { Sentences } from '../words.js';

/** Italian. */
export const sentences: Sentences = {
  'brand.catalog':
    'Guarda {name} {times} volte quanto la sua quota del catalogo farebbe prevedere.',
  'brand.even': 'Guarda {name} {times} volte quanto una marca in media.',
  'brand.log': 'Guarda {name} {times} volte quanto gli altri clienti.',
  'category.catalog':
    'Guarda {name} {times} volte quanto la sua quota del catalogo farebbe prevedere.',
  'category.even': 'Guarda {name} {times} volte quanto una categoria in media.',
  'category.log': 'Guarda {name} {times} volte quanto gli altri clienti.',
  comparison: 'Confronta in «{name}»: {items}.',
  'pace.quick': 'Procede più in fretta che nelle visite precedenti.',
  'pace.slow': 'Procede più lentamente che nelle visite precedenti.',
  'pace.usual': 'Procede allo stesso ritmo delle visite precedenti.',
  'price.high': 'Guarda il terzo più caro di una categoria.',
  'price.low': 'Guarda il terzo più economico di una categoria.',
  'price.middle': 'Guarda il terzo di prezzo medio di una categoria.',
  'stage.bought': 'Ha ordinato in questa visita.',
  'stage.browsing': 'Sta curiosando.',
  'stage.comparing': 'Sta confrontando prodotti.',
  'stage.deciding': 'Sta per decidere.',
  'visitor.new': 'Su questo dispositivo non è conservata nessuna visita precedente.',
  'visitor.returning': 'È già stato qui: questa cronologia ha {visits} visite.',
  'visitor.unknown': 'Non si sa se ci siano state visite precedenti.',
};
