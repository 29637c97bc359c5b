import type { Table } from '../read-texts.js';

/** German. The quotation marks keep the name in its own case: "Mehr aus Stühlen" needs another. */
export const words: Table = {
  'in-cart': 'Im Warenkorb',
  'bought-before': 'Schon einmal gekauft',
  seen: 'Schon angesehen',
  'same-category': 'Mehr aus „{name}“',
  'same-brand': 'Mehr von {name}',
  popular: 'Beliebt',
  'often-next': 'Oft danach gewählt',
  shelf: 'Empfohlene Produkte',
};
