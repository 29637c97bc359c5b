/** What was bought, without a word of what was looked at: every row is a purchase. */

import type { Dice } from '../dice.js';
import { emptyTold, type Told, tellItem } from './told.js';
import { createLogTruth, type LogItem, type LogTruth } from './truth.js';
import { type Cell, numberCell, textCell, type WrittenLog } from './written-log.js';

const iso = (time: number) => new Date(time).toISOString();

/** Orders of the truth, each with one to three lines. */
function ordersOf(dice: Dice, truth: LogTruth) {
  return truth.events
    .filter(({ item }) => item)
    .map((event, n) => ({
      ...event,
      order: String(1001 + n),
      lines: dice
        .shuffled(truth.items)
        .slice(0, dice.whole(1, 3))
        .map((item) => ({ item, quantity: dice.whole(1, 3) })),
    }));
}

function tellOrder(told: Told, order: ReturnType<typeof ordersOf>[number], time: number): void {
  for (const { item } of order.lines) {
    told.rows.push({
      shopper: order.shopper,
      type: 'purchase',
      item: item.id,
      time,
      price: item.price,
    });
  }
}

/** Shopify's `orders_export.csv`: a line an order item; what is of the order is on its first line only. */
export function shopifyOrders(dice: Dice): WrittenLog {
  const truth = createLogTruth(dice, 'sku');
  const told = emptyTold();
  const header = [
    'Name',
    'Email',
    'Financial Status',
    'Paid at',
    'Currency',
    'Subtotal',
    'Total',
    'Created at',
    'Lineitem quantity',
    'Lineitem name',
    'Lineitem price',
    'Lineitem sku',
    'Vendor',
    'Id',
  ];
  const rows = ordersOf(dice, truth).flatMap((order) => {
    const time = Math.floor(order.time / 1000) * 1000;
    tellOrder(told, order, time);
    const stamp = `${iso(time + 3_600_000)
      .slice(0, 19)
      .replace('T', ' ')} +0100`;
    return order.lines.map(({ item, quantity }, i) => {
      tellItem(told, item.id, { name: item.name, brand: item.brand });
      const once = (value: string) => textCell(i ? '' : value);
      return [
        textCell(`#${order.order}`),
        textCell(`s${order.shopper}@shop.example`),
        once('paid'),
        once(stamp),
        once('EUR'),
        once('20.00'),
        once('25.00'),
        textCell(stamp),
        numberCell(String(quantity)),
        textCell(item.name),
        numberCell(item.price.toFixed(2)),
        textCell(item.id),
        textCell(item.brand),
        once(`55${order.order}`),
      ];
    });
  });
  return { told, kinds: ['Shopify orders'], table: { header, rows }, options: [] };
}

/** A line an order item, as from a warehouse (UCI's Online Retail): no action is named. */
export function orderLines(dice: Dice): WrittenLog {
  const truth = createLogTruth(dice, 'number');
  const told = emptyTold();
  const kinds = ['order lines'];
  const returns = dice.chance(0.3);
  if (returns) kinds.push('order lines: returns');
  const header = dice.pick([
    [
      'InvoiceNo',
      'StockCode',
      'Description',
      'Quantity',
      'InvoiceDate',
      'UnitPrice',
      'CustomerID',
      'Country',
    ],
    [
      'order_id',
      'sku',
      'product_name',
      'quantity',
      'order_date',
      'unit_price',
      'customer_id',
      'country',
    ],
    [
      'Order Number',
      'SKU',
      'Item Name',
      'Qty',
      'Order Date',
      'Item Price',
      'Customer ID',
      'Country',
    ],
  ]);
  const rows: Cell[][] = [];
  for (const order of ordersOf(dice, truth)) {
    const time = Math.floor(order.time / 60_000) * 60_000;
    tellOrder(told, order, time);
    const stamp = iso(time).slice(0, 16).replace('T', ' ');
    const cells = (id: string, item: LogItem, quantity: number) => [
      textCell(id),
      numberCell(item.id),
      textCell(item.name),
      numberCell(String(quantity)),
      textCell(stamp),
      numberCell(item.price.toFixed(2)),
      numberCell(order.shopper),
      textCell('France'),
    ];
    for (const { item, quantity } of order.lines) {
      tellItem(told, item.id, { name: item.name });
      rows.push(cells(order.order, item, quantity));
    }
    // What came back was not bought: a credit note with a negative quantity.
    if (returns && dice.chance(0.2)) rows.push(cells(`C${order.order}`, order.lines[0].item, -1));
  }
  return { told, kinds, table: { header, rows }, options: [] };
}

/** An order a record, as from the interface of a shop. */
export function ordersAsJson(dice: Dice): WrittenLog {
  const truth = createLogTruth(dice, 'sku');
  const told = emptyTold();
  const records = ordersOf(dice, truth).map((order) => {
    const time = Math.floor(order.time / 1000) * 1000;
    tellOrder(told, order, time);
    for (const { item } of order.lines)
      tellItem(told, item.id, { name: item.name, brand: item.brand });
    return {
      id: Number(`55${order.order}`),
      name: `#${order.order}`,
      created_at: `${iso(time).slice(0, 19)}+00:00`,
      currency: 'EUR',
      total_price: '99.00',
      customer: { id: Number(order.shopper), first_name: 'A' },
      line_items: order.lines.map(({ item, quantity }, i) => ({
        id: 9000 + i,
        title: item.name,
        sku: item.id,
        quantity,
        price: item.price.toFixed(2),
        vendor: item.brand,
      })),
    };
  });
  return { told, kinds: ['orders as JSON'], records, options: [] };
}
