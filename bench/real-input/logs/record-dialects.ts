import type { ActionType } from '../../../src/events/event.js';
import type { Dice } from '../dice.js';
import type { Cell, WrittenLog } from './table-dialect.js';
import { rowOf, type Told, tellItem } from './told.js';
import { createLogTruth, type LogEvent, type LogItem, type LogTruth } from './truth.js';

/** Logs in the shape of a product that writes them: nested records, or the lines of orders. */
export const RECORD_DIALECTS: Readonly<Record<string, (dice: Dice) => WrittenLog>> = {
  'GA4 export': ga4Export,
  'Segment export': segmentExport,
  'Mixpanel export': mixpanelExport,
  'Amplitude export': amplitudeExport,
  'OTTO sessions': ottoSessions,
  'Shopify orders': shopifyOrders,
  'order lines': orderLines,
  'orders as JSON': ordersAsJson,
};

function emptyTold(): Told {
  return {
    rows: [],
    items: new Map(),
    clock: 'full',
    toleranceMs: 1,
    hasSessions: false,
    headers: {},
  };
}

const iso = (time: number) => new Date(time).toISOString();
const facts = ({ name, brand, category }: LogItem) => ({ name, brand, category });

const GA4: Record<string, string> = {
  click: 'view_item',
  cart: 'add_to_cart',
  purchase: 'purchase',
  remove: 'remove_from_cart',
  wishlist: 'add_to_wishlist',
  category: 'view_item_list',
  search: 'view_search_results',
};
const SEGMENT: Record<string, string> = {
  click: 'Product Viewed',
  cart: 'Product Added',
  purchase: 'Order Completed',
  remove: 'Product Removed',
  wishlist: 'Product Added to Wishlist',
  category: 'Product List Viewed',
  search: 'Products Searched',
};

/** BigQuery's JSON of `events_…`: 64-bit numbers are text, as BigQuery writes them. */
function ga4Export(dice: Dice): WrittenLog {
  const truth = createLogTruth(dice, dice.pick(['sku', 'number', 'gtin']));
  const told = { ...emptyTold(), hasSessions: true };
  const kinds: string[] = ['GA4 export'];
  const records: object[] = [];
  const shadowed = dice.chance(0.3);
  if (shadowed) kinds.push('GA4: parameters named as item fields');
  const odd = dice.chance(0.3);
  if (odd) kinds.push('GA4: first event is odd');
  const param = (key: string, text: string | null, whole: number | null = null) => ({
    key,
    value: {
      string_value: text,
      int_value: whole === null ? null : String(whole),
      float_value: null,
      double_value: null,
    },
  });
  const record = (event: LogEvent, name: string, items: object[], more: object[] = []) => ({
    event_date: iso(event.time).slice(0, 10).replaceAll('-', ''),
    event_timestamp: String(event.time * 1000),
    event_name: name,
    event_params: [
      param('page_title', 'Shop'),
      param('ga_session_id', null, Number(event.session)),
      param('ga_session_number', null, 1),
      ...more,
    ],
    user_id: null,
    user_pseudo_id: `${event.shopper}.170000`,
    device: { category: 'mobile', language: 'de' },
    platform: 'WEB',
    items,
  });
  const item = ({ id, name, brand, category, price }: LogItem, quantity: number) => ({
    item_id: id,
    item_name: name,
    item_brand: brand,
    item_variant: '(not set)',
    item_category: category[0],
    item_category2: category[1] ?? '(not set)',
    item_category3: category[2] ?? '(not set)',
    price,
    quantity: String(quantity),
    coupon: '(not set)',
  });
  const shadow = [
    param('item_id', 'PARAM'),
    param('item_name', 'wrong'),
    param('price', null, 1),
    param('item_category', 'wrong'),
  ];
  truth.events.forEach((event, i) => {
    if (i === 0 || dice.chance(0.15)) {
      const more =
        i === 0 && odd
          ? [param('item_id', '(not set)'), param('event', 'x'), param('product', 'campaign')]
          : [];
      records.push(
        record({ ...event, time: event.time - 500 }, i ? 'page_view' : 'session_start', [], more),
      );
    }
    const shown = event.type === 'category' ? dice.shuffled(truth.items).slice(0, 3) : [];
    const items = event.item
      ? [item(event.item, event.quantity)]
      : shown.map((one) => item(one, 1));
    records.push(record(event, GA4[event.type], items, shadowed && event.item ? shadow : []));
    tellEvent(told, event);
  });
  return { told, kinds, records, options: [] };
}

function tellEvent(told: Told, event: LogEvent, shopper = event.shopper): void {
  told.rows.push({
    ...rowOf(event),
    shopper,
    session: told.hasSessions ? event.session : undefined,
  });
  if (event.item) tellItem(told, event.item.id, facts(event.item));
}

/** Who is not signed in has an anonymous id only. */
function people(dice: Dice, truth: LogTruth) {
  const anonymous = new Set(
    [...new Set(truth.events.map(({ shopper }) => shopper))].filter(() => dice.chance(0.4)),
  );
  return (shopper: string) => ({
    userId: anonymous.has(shopper) ? null : shopper,
    anonymousId: `a-${shopper}`,
  });
}

/** Calls as Segment and RudderStack keep them in a bucket. */
function segmentExport(dice: Dice): WrittenLog {
  const truth = createLogTruth(dice, dice.pick(['sku', 'number']));
  const told = emptyTold();
  const who = people(dice, truth);
  const records: object[] = [];
  const product = ({ id, name, brand, category, price }: LogItem, quantity: number) => ({
    product_id: id,
    name,
    brand,
    category: category.join('/'),
    price,
    quantity,
  });
  for (const event of truth.events) {
    const shared = {
      messageId: `m-${event.session}-${event.time}`,
      ...who(event.shopper),
      timestamp: iso(event.time),
      sentAt: iso(event.time + 300),
      receivedAt: iso(event.time + 900),
      context: {
        library: { name: 'analytics.js', version: '4.1' },
        page: { title: 'Shop', url: 'https://shop.example/p' },
      },
    };
    if (dice.chance(0.1)) {
      const page = { type: 'page', name: 'Home', properties: { title: 'Shop' } };
      records.push({ ...page, ...shared, timestamp: iso(event.time - 700) });
    }
    const one = event.item && product(event.item, event.quantity);
    const properties = !one
      ? event.type === 'search'
        ? { query: 'chairs' }
        : { list_id: 'chairs', category: 'garden', products: [] }
      : event.type === 'purchase'
        ? { order_id: event.order, total: 99, currency: 'EUR', products: [one] }
        : one;
    records.push({ type: 'track', event: SEGMENT[event.type], ...shared, properties });
    tellEvent(told, event);
  }
  return { told, kinds: ['Segment export'], records, options: [] };
}

function mixpanelExport(dice: Dice): WrittenLog {
  const truth = createLogTruth(dice, dice.pick(['sku', 'number']));
  const told = { ...emptyTold() };
  const records = truth.events.map((event) => {
    tellEvent(told, { ...event, time: Math.floor(event.time / 1000) * 1000 });
    const { item } = event;
    return {
      event: SEGMENT[event.type],
      properties: {
        time: Math.floor(event.time / 1000),
        distinct_id: event.shopper,
        $insert_id: `i${event.time}`,
        $browser: 'Chrome',
        mp_lib: 'web',
        ...(item && {
          product_id: item.id,
          product_name: item.name,
          brand: item.brand,
          category: item.category.join(' > '),
          price: item.price,
        }),
      },
    };
  });
  return { told, kinds: ['Mixpanel export'], records, options: [] };
}

function amplitudeExport(dice: Dice): WrittenLog {
  const truth = createLogTruth(dice, dice.pick(['sku', 'number']));
  const told = { ...emptyTold(), hasSessions: true };
  const who = people(dice, truth);
  const records = truth.events.map((event) => {
    tellEvent(told, event);
    const { item } = event;
    return {
      $insert_id: `i${event.time}`,
      event_type: SEGMENT[event.type],
      user_id: who(event.shopper).userId,
      device_id: `d-${event.shopper}`,
      session_id: Number(event.session),
      event_time: iso(event.time).replace('T', ' ').replace('Z', '000'),
      event_properties: item
        ? {
            product_id: item.id,
            name: item.name,
            brand: item.brand,
            category: item.category.join('/'),
            price: item.price,
          }
        : {},
      user_properties: { plan: 'free' },
    };
  });
  return { told, kinds: ['Amplitude export'], records, options: [] };
}

function ottoSessions(dice: Dice): WrittenLog {
  const truth = createLogTruth(dice, 'number');
  const told = emptyTold();
  const names: Partial<Record<ActionType, string>> = {
    click: 'clicks',
    cart: 'carts',
    purchase: 'orders',
  };
  const records = [...new Set(truth.events.map(({ shopper }) => shopper))].flatMap((shopper) => {
    const events = truth.events.filter((event) => event.shopper === shopper && names[event.type]);
    for (const event of events)
      told.rows.push({ ...rowOf(event), session: undefined, price: undefined });
    if (!events.length) return [];
    const list = events.map(({ item, time, type }) => ({
      aid: Number(item?.id),
      ts: time,
      type: names[type],
    }));
    return [{ session: Number(shopper), events: list }];
  });
  return { told, kinds: ['OTTO sessions'], records, options: [] };
}

const text = (value: string): Cell => ({ text: value, value });
const number = (value: string): Cell => ({
  text: value,
  value: value === '' ? null : Number(value),
});

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
function shopifyOrders(dice: Dice): WrittenLog {
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
      const once = (value: string) => text(i ? '' : value);
      return [
        text(`#${order.order}`),
        text(`s${order.shopper}@shop.example`),
        once('paid'),
        once(stamp),
        once('EUR'),
        once('20.00'),
        once('25.00'),
        text(stamp),
        number(String(quantity)),
        text(item.name),
        number(item.price.toFixed(2)),
        text(item.id),
        text(item.brand),
        once(`55${order.order}`),
      ];
    });
  });
  return { told, kinds: ['Shopify orders'], table: { header, rows }, options: [] };
}

/** A line an order item, as from a warehouse (UCI's Online Retail): no action is named. */
function orderLines(dice: Dice): WrittenLog {
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
      text(id),
      number(item.id),
      text(item.name),
      number(String(quantity)),
      text(stamp),
      number(item.price.toFixed(2)),
      number(order.shopper),
      text('France'),
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
function ordersAsJson(dice: Dice): WrittenLog {
  const truth = createLogTruth(dice, 'sku');
  const told = emptyTold();
  const records = ordersOf(dice, truth).map((order) => {
    const time = Math.floor(order.time / 1000) * 1000;
    tellOrder(told, order, time);
    for (const { item } of order.lines) tellItem(told, item.id, { name: item.name });
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
