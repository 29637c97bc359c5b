import type { Item } from '../events/item.js';
import type { PredictedItem } from '../prediction/prediction.js';
import { make } from './frame.js';

/** What a card's `{{fields}}` stand for. */
export type Values = Readonly<Record<string, string>>;

const SPACE = '\u00a0';

/** Of a card that only holds the place of one: every line of text is there, and nothing to load or follow. */
export const BLANK: Values = {
  id: '',
  name: SPACE,
  url: '',
  image: '',
  brand: SPACE,
  price: SPACE,
  reason: SPACE,
};

/** The card of a shelf that brings no `<template>`. */
export function ownCard(): DocumentFragment {
  const { content } = document.createElement('template');
  // As in a shop's template: in this document a picture asks for its address before it is filled in.
  const inert = content.ownerDocument;
  content.append(
    make(
      inert,
      'a',
      { part: 'card', href: '{{url}}' },
      // The name says what is on it: to a screen reader the picture is decoration.
      make(inert, 'img', { part: 'image', src: '{{image}}', alt: '', loading: 'lazy' }),
      // Names and prices have the direction of their own language, whatever the page's is.
      make(inert, 'bdi', { part: 'name' }, '{{name}}'),
      make(inert, 'bdi', { part: 'price' }, '{{price}}'),
      make(inert, 'small', { part: 'reason' }, '{{reason}}'),
    ),
  );
  return content;
}

export function valuesOf(item: Item, { reasons }: PredictedItem): Values {
  const { id, name = id, url = '', image = '', brand = '', price } = item;
  return {
    id,
    name,
    url,
    image,
    brand,
    price: priceText(price, item.currency),
    reason: reasons[0]?.text ?? '',
  };
}

function priceText(price?: number, currency?: string): string {
  if (price === undefined) return '';
  try {
    return new Intl.NumberFormat(document.documentElement.lang || undefined, {
      style: currency ? 'currency' : 'decimal',
      currency,
    }).format(price);
  } catch {
    // Not a currency, or not a language.
    return String(price);
  }
}

/** A copy of the card with its `{{fields}}` set as text and attributes: a value is never markup. */
export function fill(template: DocumentFragment, values: Values): DocumentFragment {
  const card = template.cloneNode(true) as DocumentFragment;
  const set = (text: string) =>
    text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, field) =>
      Object.hasOwn(values, field) ? values[field] : '',
    );
  for (const element of card.querySelectorAll('*')) {
    const runs = /^(script|style)$/i.test(element.localName);
    for (const { name, value } of [...element.attributes]) {
      if (!value.includes('{{')) continue;
      const filled = set(value);
      // Nothing of an item becomes code, and an empty or unsafe address no request.
      const code = runs || /^(on|style$|srcdoc$)/i.test(name);
      const address = /^(href|src|srcset|action|formaction|poster|data|xlink:href)$/i.test(name);
      if (code || (address && !isSafe(filled, name))) element.removeAttribute(name);
      else element.setAttribute(name, filled);
    }
    for (const node of runs ? [] : element.childNodes) {
      if (node.nodeType === 3) node.nodeValue = set(node.nodeValue ?? '');
    }
  }
  return card;
}

/** http(s) and relative addresses, and pictures as `data:` where a picture is shown. */
function isSafe(address: string, attribute: string): boolean {
  if (!address.trim()) return false;
  if (attribute === 'src' && /^data:image\//i.test(address)) return true;
  try {
    return /^https?:$/.test(new URL(address, document.baseURI).protocol);
  } catch {
    return false;
  }
}
