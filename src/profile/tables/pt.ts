import type { Sentences } from '../words.js';

/** Portuguese. */
export const sentences: Sentences = {
  'brand.catalog': 'Vê {name} {times} vezes o que a sua parte do catálogo faria esperar.',
  'brand.even': 'Vê {name} {times} vezes tanto quanto uma marca em média.',
  'brand.log': 'Vê {name} {times} vezes tanto quanto outros clientes.',
  'category.catalog': 'Vê {name} {times} vezes o que a sua parte do catálogo faria esperar.',
  'category.even': 'Vê {name} {times} vezes tanto quanto uma categoria em média.',
  'category.log': 'Vê {name} {times} vezes tanto quanto outros clientes.',
  comparison: 'Compara em “{name}”: {items}.',
  'pace.quick': 'Avança mais depressa do que em visitas anteriores.',
  'pace.slow': 'Avança mais devagar do que em visitas anteriores.',
  'pace.usual': 'Avança no mesmo ritmo das visitas anteriores.',
  'price.high': 'Vê o terço mais caro de uma categoria.',
  'price.low': 'Vê o terço mais barato de uma categoria.',
  'price.middle': 'Vê o terço de preço médio de uma categoria.',
  'stage.bought': 'Fez um pedido nesta visita.',
  'stage.browsing': 'Explora a loja.',
  'stage.comparing': 'Compara produtos.',
  'stage.deciding': 'Está prestes a decidir.',
  'visitor.new': 'Neste dispositivo não há visita anterior guardada.',
  'visitor.returning': 'Já esteve aqui: este histórico tem {visits} visitas.',
  'visitor.unknown': 'Não se sabe se houve visitas anteriores.',
};
