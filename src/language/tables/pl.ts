import type { Table } from '../read-texts.js';

/** Polish. "Kategorii" and "marki" carry the case, so the name stays as it is. */
export const words: Table = {
  'in-cart': 'Już w koszyku',
  'bought-before': 'Wcześniej kupione',
  seen: 'Wcześniej oglądane',
  'same-category': 'Więcej w kategorii {name}',
  'same-brand': 'Więcej od marki {name}',
  popular: 'Popularne',
  'often-next': 'Często wybierane później',
  shelf: 'Polecane produkty',
};
