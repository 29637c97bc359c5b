/** Logs in the shape in which analytics products export them. */

import type { ActionType } from '../../../src/events/event.js';
import type { Dice } from '../dice.js';
import { emptyTold, rowOf, type Told, tellItem } from './told.js';
import { createLogTruth, type LogEvent, type LogItem, type LogTruth } from './truth.js';
import type { WrittenLog } from './written-log.js';

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
export function ga4Export(dice: Dice): WrittenLog {
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
export function segmentExport(dice: Dice): WrittenLog {
  const truth = createLogTruth(dice, dice.pick(['sku', 'number']));
  const told = { ...emptyTold(), headers: { name: 'properties.name' } };
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

export function mixpanelExport(dice: Dice): WrittenLog {
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

export function amplitudeExport(dice: Dice): WrittenLog {
  const truth = createLogTruth(dice, dice.pick(['sku', 'number']));
  const told = { ...emptyTold(), hasSessions: true, headers: { name: 'event_properties.name' } };
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

export function ottoSessions(dice: Dice): WrittenLog {
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
