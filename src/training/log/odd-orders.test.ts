import { expect, test } from 'vitest';
import { lines, readAll, refusal } from './read-lines.fixture.js';

/** Lines of orders of two products each. */
const order = (i: number) => ({
  order_id: `o${i >> 1}`,
  customer_id: `c${(i >> 1) % 9}`,
  order_date: `2025-03-${10 + ((i >> 1) % 19)} 10:00:00`,
  sku: `p${i % 7}`,
  price: '5.00',
});
const isUndone = (i: number) => (i >> 1) % 5 === 0;

test.each([
  ['stateMachineState.technicalName', 'cancelled', 'completed'],
  ['订单状态', '已取消', '已完成'],
  ['Bestellstatus', 'storniert', 'versendet'],
  ['whatever', 'Canceled', 'Shipped'],
])('orders that came to nothing are left out, wherever it stands: %s', (header, undone, done) => {
  const { rows, left } = readAll(
    lines(60, (i) => ({ ...order(i), [header]: isUndone(i) ? undone : done })),
  );
  expect(rows).toHaveLength(48);
  expect(new Set(left)).toEqual(new Set([`order ${undone.toLowerCase()}`]));
});

test.each(['status', 'OrderStatus', 'current_state'])('%s in numbers is said', (header) => {
  const { rows, said } = readAll(
    lines(60, (i) => ({ ...order(i), [header]: isUndone(i) ? '-1' : '2' })),
  );
  expect(rows).toHaveLength(60);
  expect(said).toContain(`${header} says by a number what became of an order (-1, 2)`);
});

test('the variant within a line of Magento is no purchase of its own', () => {
  const { rows, left } = readAll(
    lines(60, (i) => ({
      item_id: `${i + 1}`,
      ...order(i >> 1),
      product_type: i % 2 ? 'simple' : 'configurable',
      parent_item_id: i % 2 ? `${i}` : '',
    })),
  );
  expect(rows).toHaveLength(30);
  expect(left).toEqual(Array(30).fill('marked as part of another line'));
});

test('postage without a number of a product is no purchase', () => {
  const { rows, left } = readAll(
    lines(60, (i) => ({ ...order(i), ...(i % 6 ? {} : { sku: '', name: 'DHL' }) })),
  );
  expect(rows).toHaveLength(50);
  expect(left).toEqual(Array(10).fill('lines of orders without a product'));
});

test('a table of what came back is refused', () => {
  const back = lines(60, (i) => {
    const { order_date: return_date, ...rest } = order(i);
    return { return_id: `${i}`, ...rest, return_date, reason: 'too small' };
  });
  expect(refusal(back)).toMatch(/a table of what came back: each line has return_id/);
  expect(refusal(back, { actions: new Map([['*', 'purchase']]) })).toBe('read');
  const shipped = lines(60, (i) => ({
    ...order(i),
    qty_returned: '0',
    refund_id: i % 20 ? '' : 'r',
  }));
  expect(refusal(shipped)).toBe('read');
});

test('a quantity that only carts have makes no line a purchase', () => {
  const pixel = lines(60, (i) => ({
    name: ['product_viewed', 'product_viewed', 'product_added_to_cart'][i % 3],
    clientId: `c${i % 9}`,
    timestamp: `2025-03-10T10:00:${10 + (i % 50)}Z`,
    'data.productVariant.sku': i % 3 < 2 ? `${i % 7}` : '',
    'data.cartLine.merchandise.sku': i % 3 < 2 ? '' : `${i % 7}`,
    'data.cartLine.quantity': i % 3 < 2 ? '' : '1',
    'data.cartLine.cost.totalAmount': i % 3 < 2 ? '' : '5',
  }));
  const { rows, columns } = readAll(pixel);
  expect(columns.type).toEqual(['name']);
  expect(rows.filter(({ type }) => type === 'cart')).toHaveLength(20);
  const { said } = readAll(pixel.map(({ name: _, ...line }) => line));
  expect(said).not.toContain('each line is a purchase, as');
});

test('a Référence of many shoppers is a product, one of one order each is not', () => {
  const product = (i: number) => ({
    'N° client': `c${i % 9}`,
    Référence: `R${i % 7}`,
    'Date de commande': `2025-03-${10 + (i % 19)} 10:00`,
  });
  expect(readAll(lines(60, product)).columns.item).toEqual(['Référence']);
  const orders = lines(60, (i) => ({ ...product(i >> 1), Référence: `XK${i >> 1}` }));
  expect(refusal(orders)).toMatch(/no item/);
  expect(
    readAll(lines(60, (i) => ({ ...orders[i], 'Nom du produit': `Chaise ${i % 7}` }))).columns.item,
  ).toEqual(['Nom du produit']);
});

test('money by another name than price is pointed at', () => {
  const { said } = readAll(
    lines(60, (i) => {
      const { price: Betrag, ...rest } = order(i);
      return { ...rest, Betrag };
    }),
  );
  expect(said).toContain('left unread: Betrag (price?)');
});
