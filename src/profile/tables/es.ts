import type { Sentences } from '../words.js';

/** Spanish. */
export const sentences: Sentences = {
  'brand.catalog': 'Mira {name} {times} veces lo que cabría esperar por su parte del catálogo.',
  'brand.even': 'Mira {name} {times} veces tanto como una marca media.',
  'brand.log': 'Mira {name} {times} veces tanto como otros clientes.',
  'category.catalog': 'Mira {name} {times} veces lo que cabría esperar por su parte del catálogo.',
  'category.even': 'Mira {name} {times} veces tanto como una categoría media.',
  'category.log': 'Mira {name} {times} veces tanto como otros clientes.',
  comparison: 'Compara en «{name}»: {items}.',
  'pace.quick': 'Va más rápido que en visitas anteriores.',
  'pace.slow': 'Va más despacio que en visitas anteriores.',
  'pace.usual': 'Va al mismo ritmo que en visitas anteriores.',
  'price.high': 'Mira el tercio más caro de una categoría.',
  'price.low': 'Mira el tercio más barato de una categoría.',
  'price.middle': 'Mira el tercio de precio medio de una categoría.',
  'stage.bought': 'Ha hecho un pedido en esta visita.',
  'stage.browsing': 'Está echando un vistazo.',
  'stage.comparing': 'Está comparando productos.',
  'stage.deciding': 'Está a punto de decidirse.',
  'visitor.new': 'En este dispositivo no se guarda ninguna visita anterior.',
  'visitor.returning': 'Ya ha estado aquí: este historial tiene {visits} visitas.',
  'visitor.unknown': 'No se sabe si hubo visitas anteriores.',
};
