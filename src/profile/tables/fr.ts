import type { Sentences } from '../words.js';

/** French. */
export const sentences: Sentences = {
  'brand.catalog':
    'Regarde {name} {times} fois autant que sa part du catalogue le laisserait attendre.',
  'brand.even': 'Regarde {name} {times} fois autant qu’une marque en moyenne.',
  'brand.log': 'Regarde {name} {times} fois autant que les autres clients.',
  'category.catalog':
    'Regarde {name} {times} fois autant que sa part du catalogue le laisserait attendre.',
  'category.even': 'Regarde {name} {times} fois autant qu’une catégorie en moyenne.',
  'category.log': 'Regarde {name} {times} fois autant que les autres clients.',
  comparison: 'Compare dans «\u202f{name}\u202f»\u202f: {items}.',
  'pace.quick': 'Avance plus vite que lors des visites précédentes.',
  'pace.slow': 'Avance plus lentement que lors des visites précédentes.',
  'pace.usual': 'Avance au même rythme que lors des visites précédentes.',
  'price.high': 'Regarde le tiers le plus cher d’une catégorie.',
  'price.low': 'Regarde le tiers le moins cher d’une catégorie.',
  'price.middle': 'Regarde le tiers de prix moyen d’une catégorie.',
  'stage.bought': 'A commandé pendant cette visite.',
  'stage.browsing': 'Parcourt la boutique.',
  'stage.comparing': 'Compare des produits.',
  'stage.deciding': 'Est sur le point de se décider.',
  'visitor.new': 'Aucune visite précédente n’est conservée sur cet appareil.',
  'visitor.returning': 'Est déjà venu\u202f: cet historique compte {visits} visites.',
  'visitor.unknown': 'On ignore s’il y a eu des visites précédentes.',
};
