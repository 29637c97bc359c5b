import { expect, test } from 'vitest';
import { parsePrice } from './parse-field.js';
import { parseItem } from './parse-item.js';

test.each([
  [20, 20],
  [0, 0],
  ['0', 0],
  ['20.00', 20],
  ['20.5', 20.5],
  ['20,5', 20.5],
  ['9,5', 9.5],
  ['0.125', 0.125],
  ['1234.567', 1234.567],
  ['19.990000000000002', 19.990000000000002],
  ['1,299.00', 1299],
  ['1.299,00 €', 1299],
  ['1 299,00', 1299],
  ['1 299,00 €', 1299],
  ["1'299.–", 1299],
  ['CHF 1’299.50', 1299.5],
  ['1299,-', 1299],
  ['1.299,- €', 1299],
  ['3 499:-', 3499],
  ['$ 1,299', 1299],
  ['1,299', 1299],
  ['1.299 €', 1299],
  ['R$ 1.299', 1299],
  ['Rp 150.000', 150000],
  ['1.299.000 ₫', 1299000],
  ['¥12,800', 12800],
  ['₩12.800', 12800],
  ['₹1,29,999.00', 129999],
  ['1,234,567', 1234567],
  ['1.234.567', 1234567],
  ['1,299.000', 1299],
  ['١٬٢٩٩٫٥٠ ر.س', 1299.5],
  ['۱۲٬۸۰۰ تومان', 12800],
  ['12.50 Fr.', 12.5],
  ['Rs. 500', 500],
  ['Rs.500', 500],
  ['from £20', 20],
  ['$20/month', 20],
  // The same price twice, as for those who see and those who listen.
  ['£20.00£20.00', 20],
])('the price %j is read as %j', (input, price) => {
  expect(parsePrice(input)).toBe(price);
});

test.each([
  'Was £20 Now £15',
  '€ 18,00 € 20,00',
  '£20.00 – £30.00',
  '18,00 20,00',
  '10 - 20',
  '2 for £5',
  '20.15.00',
  '1.2.3',
  '2024-01-01',
  '20% off',
  '-5',
  '-£5',
  '−5,00 kr',
  '1e3',
  'S/.20',
  'free',
  '',
  // A thousand, or one and a bit?
  '1.234',
  '$1.299',
  `£1${'0'.repeat(300)}`,
  -1,
  Number.POSITIVE_INFINITY,
])('no price is read from %j', (input) => {
  expect(parsePrice(input)).toBeUndefined();
});

test('the currency says what three digits after a point are', () => {
  const read = (price: string, currency: string) => parseItem({ id: 'a', price, currency })?.price;
  expect(read('12.800', 'idr')).toBe(12800);
  expect(read('12.800', 'JPY')).toBe(12800);
  expect(read('1.250', 'KWD')).toBe(1.25);
  expect(read('1,250', 'KWD')).toBeUndefined();
  expect(read('1,250.500', 'KWD')).toBe(1250.5);
  expect(read('1,299', 'EUR')).toBe(1299);
  expect(read('15.126', 'EUR')).toBeUndefined();
});
