import { type Fields, isObject } from '../../events/parse-field.js';
import { clock } from '../../lib/environment.js';
import { own } from '../../lib/own.js';
import { type ChannelEvent, createChannels } from '../channels.js';
import { fieldsOf, ONE_PRODUCT, readLines, reportLines } from '../order-lines.js';
import type { PageActs } from '../page-acts.js';
import { sinkAt } from '../source.js';
import { createDataLayer, fromJson } from './data-layer.js';
import { asMeant, readLine } from './item-line.js';
import { actionOf, isGa4Name, meantAs } from './names.js';
import { measuresIn, readImpressions, readMeasure } from './universal.js';

/** Two tags of one page report one act within this time. */
const COPY_MS = 2000;

/**
 * Reads what is pushed: gtag's arguments, and the objects of Tag Manager with GA4's ecommerce or that of
 * Universal Analytics. A page that reports an act in both of these has done it once.
 */
export function createEntryReader(acts: PageActs): (entry: Fields, ts?: number) => void {
  const layer = createDataLayer();
  const channel = createChannels(acts, clock);
  const [byGa4, byGtag, byUniversal] = [0, 1, 2].map((rank) => {
    const report = channel(rank);
    return (ts?: number): PageActs =>
      sinkAt(
        {
          ...acts,
          // A list is told once whatever the dialect.
          event(raw) {
            const event = Object(raw) as ChannelEvent;
            if (event.type === 'category') acts.event(raw);
            else report(event, false);
          },
        },
        ts,
      );
  });
  /** What `gtag('set', …)` and `gtag('config', …)` say for all events. */
  let shared: Fields = {};
  /** The act of a push without an event, whose event may follow. */
  let isTold = false;
  /** The page that the event before was of. */
  let usedAt = '';

  /** Where gtag sent each kind of event last. */
  const sent = new Map<string, { to: string; at: number }>();
  /** A page tells each of its Google accounts: Ads has a copy, often by other ids. */
  function isCopy(name: string, { items, send_to }: Fields): boolean {
    const [to, at, before] = [String(send_to), clock(), sent.get(name)];
    if (before && before.to !== to && at - before.at < COPY_MS) return true;
    if (items) sent.set(name, { to, at });
    return false;
  }

  function readGtag({ 0: command, 1: name, 2: params }: Fields, sink: PageActs): void {
    const told = fieldsOf(params);
    if (command === 'event' && isGa4Name(name)) {
      if (isCopy(name, told)) sink.refuse('duplicate');
      else report(name, told, shared, sink);
    } else if (name === 'select_content' && told.content_type === 'product') {
      const id = told.item_id ?? told.content_id;
      report('select_item', { items: [{ id }], ...told }, shared, sink);
    }
    const settings = command === 'set' && typeof name === 'string' ? { [name]: params } : undefined;
    const { currency } = settings ?? fieldsOf(command === 'set' ? name : params);
    if (command !== 'event' && currency) shared = { currency };
  }

  function readPush(entry: Fields, ts?: number): void {
    const path = acts.path();
    const { event, own, merged, before } = layer.push(entry);
    const ga4Name = event === undefined ? undefined : meaningOf(event, merged);
    const universal = own ? measuresIn(merged ?? own) : [];
    // The first ecommerce of Universal Analytics.
    const { transactionProducts: items, transactionId } = entry;
    if (items && transactionId)
      report('purchase', { items, transactionId }, entry, byUniversal(ts));
    if (own) {
      readImpressions(own, byUniversal(ts));
      isTold = false;
    }
    // Beside the event itself, without `ecommerce`.
    const beside = isObject(entry.eventModel) ? entry.eventModel : entry;
    const isBeside = !own && !!beside.items;
    if (universal.length && !(ga4Name && isObject(merged?.items))) {
      for (const name of universal) readMeasure(name, merged ?? {}, byUniversal(ts));
      layer.use();
      isTold = !event;
    } else if (ga4Name && (own || isBeside || !isTold)) {
      const told = merged ?? (usedAt === path ? repeated(ga4Name, before) : undefined);
      const params = isBeside ? beside : (told ?? beside);
      report(ga4Name, params, entry, byGa4(ts));
      layer.use();
      usedAt = path;
    } else if (event && own) {
      // It was pushed with an event of the shop's own, and may be meant for one of ours.
      layer.use();
      usedAt = path;
    } else if (ga4Name) isTold = false;
  }

  return (entry, ts) => {
    if (typeof entry === 'function') layer.forget();
    // gtag pushes its arguments.
    else if (typeof own(entry, 0) === 'string') readGtag(entry, byGtag(ts));
    else readPush(entry, ts);
  };
}

function meaningOf(event: string, ecommerce: Fields | undefined): string | undefined {
  if (isGa4Name(event)) return event;
  return ecommerce?.items ? meantAs(event) : undefined;
}

/**
 * What the event before was told with, where this one says nothing: an act is about the one product of its
 * page, and an order is that order.
 */
function repeated(name: string, before: Fields | undefined): Fields | undefined {
  const { items, transaction_id: order } = before ?? {};
  const action = actionOf(name);
  const isOne = Array.isArray(items) && items.length === 1 && ONE_PRODUCT.includes(action);
  return isOne || (order && action === 'purchase') ? before : undefined;
}

/** @param beside says what `params` leaves out. */
function report(name: string, params: Fields, beside: Fields, sink: PageActs): void {
  const currency = params.currency ?? beside.currency;
  const read = readLines(fromJson(params.items), (item) => readLine(item, currency), sink);
  const lines = asMeant(read, params.value);
  const facts = {
    order: params.transaction_id ?? params.transactionId,
    query: params.search_term ?? beside.search_term ?? beside.searchTerm ?? beside.search_query,
    list: params.item_list_name ?? params.item_list_id,
  };
  reportLines(actionOf(name), lines, facts, sink);
}
