import type { Fields } from '../events/parse-field.js';
import { parseCategory, parseText } from '../events/parse-field.js';
import { clock } from '../lib/environment.js';
import { pageOf } from '../lib/page/watch-page.js';
import { guarded } from './guarded.js';
import { isListing, isNamedAfter, isShelf } from './list-names.js';
import { createListParts, type ShownList } from './list-parts.js';
import { addressOf, isNamedIn, isSamePage, partsOf, showsProduct } from './page-address.js';
import type { Sink } from './source.js';
import { isTyped, TYPING_MS } from './typed-search.js';

/** A sink that knows what its page is about: a product, a list, or neither. */
export interface PageActs extends Sink {
  /** Where the page is. */
  path(): string;
  /** Reports what waits. */
  settle(): void;
}

const MAX_WAITING = 100;
/** So many looks in one task are not those of a shopper, also where a page tells late what was done. */
const CARDS = 8;
/**
 * What is no sure category, and an order without its products, waits so long for another word of the page; a
 * cart that is told at the start, before anybody touched the page, for what was put into it on earlier pages to be read.
 */
const HOLD_MS = 400;
/** How long a stored cart takes to be told. */
const START_MS = 1000;

/**
 * Tells which of the lists on a page is a category that the shopper opened. A list that is shown by and
 * by is one; a page has one, unless another list has the name of its category; the page of a product, a
 * search or an order has none, and neither has a list of recommendations or a page of several lists. On
 * another page the same list counts again.
 *
 * What is pushed in one task is judged together, and a list that is not called after its category waits for
 * a moment, since a page may tell of its related products first. So does an order without products: another
 * tag may name them. An event of type `view` is the page of a product, one of type `click` a product opened
 * from a list.
 * @param host the window: its address says when the page is another one.
 */
export function createPageActs(sink: Sink, host: object): PageActs {
  const landed = addressOf(host);
  const start = clock();
  let place = landed;
  let opened: ShownList | undefined;
  let about: 'product' | 'other' | undefined;
  let waiting: ShownList[] = [];
  const orders: unknown[] = [];
  let looks: Fields[] = [];
  let release = () => {};
  /** A search that may still be typed. */
  let typed: Fields | undefined;
  let endTyping = () => {};
  const parts = createListParts();

  const open = (one: ShownList) => {
    opened = one;
    sink.event(one.raw);
  };
  /** Of many products looked at in one task, only that which the address names was: the others are cards of a list. */
  const judged = () => {
    const told = looks;
    looks = [];
    const ids = new Set(told.map(idOf));
    return told.filter(({ item }) => {
      if (ids.size < CARDS || isNamedIn(place.path, item)) return true;
      sink.item(item);
      sink.refuse('list');
      return false;
    });
  };
  /** @param isOrder what is told now may name the products of the orders that wait. */
  const settle = (isOrder?: boolean) => {
    const seen = judged();
    // One of a list that was just shown is looked at above that list.
    const isAbove = waiting.some(({ shown }) => shown.length > 1 && shown.includes(idOf(seen[0])));
    if (seen.length && !opened && !isAbove) about = 'product';
    const lists = parts.joined(waiting);
    waiting = [];
    const ofProduct =
      about === 'product' || (place.path === landed.path && lists.length > 0 && showsProduct(host));
    const fresh: ShownList[] = [];
    for (const one of lists) {
      if (opened && isSame(opened, one)) sink.refuse('duplicate');
      // No list: the platform itself says that this category was opened.
      else if (!one.list && !one.isWorkedOut) open(one);
      else if (fresh.some((before) => isSame(before, one))) sink.refuse('duplicate');
      else if (!ofProduct && !isShelf(one.list, one.path, place.path)) fresh.push(one);
    }
    const isLate = opened || about;
    const named = fresh.filter(
      ({ list, path }) => isNamedAfter(list, path) || (!isLate && isListing(list)),
    );
    const sure = isLate || fresh.length > 1 ? named : fresh;
    if (fresh.length > 1) about ??= 'other';
    if (sure.length === 1) open(sure[0]);
    for (const look of seen) sink.event({ ...look, type: 'click' });
    if (isOrder) return;
    release();
    for (const order of orders.splice(0)) sink.event(order);
  };
  /** @returns the undo. */
  const later = (delayMs: number, told: () => void) => {
    const cancel = pageOf().after(delayMs, told);
    const page = host as Partial<Window>;
    // Before others hear it, who write what is known by then.
    page.addEventListener?.('pagehide', told, true);
    return () => {
      cancel();
      page.removeEventListener?.('pagehide', told, true);
    };
  };
  const hold = () => {
    release();
    release = later(HOLD_MS, settleSoon);
  };
  const search = guarded(sink, (next?: Fields) => {
    endTyping();
    const before = typed;
    typed = next;
    if (before && next && isTyped(before, next)) sink.refuse('duplicate');
    else if (before) sink.event(before);
    if (next) endTyping = later(TYPING_MS, () => search());
  });
  /** @param shown the list that is shown there: one that goes on may change the query, `?page=2`. */
  const arrive = (shown?: ShownList) => {
    const now = addressOf(host);
    const isHere =
      opened && shown && isSame(opened, shown) && now.search !== place.search
        ? isWithin(opened, shown)
        : isSamePage(now, place);
    if (!isHere || now.path !== place.path) {
      settle();
      opened = about = undefined;
      parts.clear();
    }
    place = now;
  };
  const settleSoon = guarded(sink, () => settle());

  return {
    ...sink,
    path() {
      if (addressOf(host).path !== place.path) arrive();
      return place.path;
    },
    settle() {
      search();
      settleSoon();
    },
    event(raw) {
      const fields: Fields = Object(raw);
      const path = parseCategory(fields.category);
      if (fields.type === 'category' && path) {
        if (looks.length) settle();
        const isWorkedOut = Array.isArray(fields.shown);
        const shown = isWorkedOut ? (fields.shown as unknown[]) : [];
        const one = { raw, list: parseText(fields.list, 200), path, isWorkedOut, shown };
        arrive(one);
        const isSure =
          !isWorkedOut || (one.list && isNamedAfter(one.list, path)) || isListing(one.list);
        if (waiting.push(one) > MAX_WAITING) settle();
        else if (isSure) void Promise.resolve().then(settleSoon);
        else hold();
        return;
      }
      // What is told late has the time when it was done.
      const now = { ts: Date.now(), ...fields };
      if (fields.type === 'cart' && fields.of && clock() - start < START_MS && !isTouched()) {
        const told = guarded(sink, () => {
          undo();
          sink.event({ ...now, isEarly: true });
        });
        const undo = later(HOLD_MS, told);
        return;
      }
      const isSearch = fields.type === 'search' && fields.of && fields.query;
      if (!isSearch) search();
      arrive();
      if (fields.type === 'purchase' && !fields.item && orders.length < MAX_WAITING) {
        orders.push(raw);
        about ??= 'other';
        hold();
        return;
      }
      if (fields.type !== 'view') {
        settle(fields.type === 'purchase');
        if (/^(search|checkout|purchase)$/.test(String(fields.type))) about ??= 'other';
        if (!isSearch) return sink.event(raw);
        search(now);
        // Not what the shopper came here with: that is typed.
        if (partsOf(landed).some((part) => isNamedIn(part, { name: fields.query }))) search();
        return;
      }
      if (orders.length) settle();
      looks.push(fields);
      // An order that comes meanwhile goes on waiting for its products.
      void Promise.resolve().then(guarded(sink, () => settle(true)));
    },
  };
}

/** Also where a browser does not say. */
const isTouched = () => globalThis.navigator?.userActivation?.hasBeenActive !== false;

const idOf = (look: Fields | undefined): unknown => Object(look?.item).id;

/** The products of a part of a list may have less, or more, in common than those of another part. */
function isSame(a: ShownList, b: ShownList): boolean {
  if (a.list !== b.list) return false;
  const isNamed = a.list && a.isWorkedOut && b.isWorkedOut;
  return isNamed ? true : a.path.join('\n') === b.path.join('\n');
}

function isWithin({ path: a }: ShownList, { path: b }: ShownList): boolean {
  return a.every((level, i) => i >= b.length || b[i] === level);
}
