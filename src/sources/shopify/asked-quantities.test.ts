import { expect, test } from 'vitest';
import { askedQuantities } from './asked-quantities.js';

const form = (...pairs: [string, string][]) => {
  const data = new FormData();
  for (const [name, value] of pairs) data.append(name, value);
  return data;
};

test.each([
  ['a query string', 'quantity=2&id=70'],
  ['JSON', '{"id":70,"quantity":2}'],
  ['JSON with blanks around it', '\n  { "items": [{ "id": "70", "quantity": "2" }] }'],
  ['a list', '[{"id":70,"quantity":2}]'],
  ['fields of a list', 'items[0][id]=70&items[0][quantity]=2'],
  ['escaped', 'items%5B0%5D%5Bid%5D=70&items%5B0%5D%5Bquantity%5D=2'],
  ['fields without an index', form(['items[][id]', '70'], ['items[][quantity]', '2'])],
  ['a field with brackets', form(['id[]', '70'], ['quantity', '2'])],
  ['the last of two fields', form(['id', '9'], ['quantity', '1'], ['id', '70'], ['quantity', '2'])],
  ['updates of the cart', '{"updates":{"70":2}}'],
  ['updates as fields', 'updates[70]=2'],
])('reads %s', (_, sent) => {
  const read = [...askedQuantities(sent)].map(([id, quantities]) => [id, quantities.map(Number)]);
  expect(read).toEqual([['70', [2]]]);
});

test('reads several lines, also of one variant', () => {
  const lines = [{ id: 70, quantity: 1 }, { id: 80 }, { id: 70, quantity: 2 }];
  const all = new Map<string, unknown[]>([
    ['70', [1, 2]],
    ['80', [1]],
  ]);
  expect(askedQuantities(JSON.stringify({ items: lines }))).toEqual(all);
  expect(askedQuantities('{"items":')).toEqual(new Map());
  expect(askedQuantities(undefined)).toEqual(new Map());
});
