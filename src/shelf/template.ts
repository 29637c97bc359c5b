import type { Item } from '../events/item.js';
import type { PredictedItem } from '../prediction/prediction.js';
import type { LanguageStatus } from '../prediction/spoken.js';
import { make } from './frame.js';

/** The values of a card's `{{fields}}`. */
export type Values = Readonly<Record<string, string>>;

const SPACE = '\u00a0';

/** The values of a free place: as high as a card, with nothing to load and no link. */
export const BLANK: Values = {
  id: '',
  name: SPACE,
  url: '',
  image: '',
  brand: SPACE,
  price: SPACE,
  reason: SPACE,
  lang: '',
};

/** The card of a shelf without a `<template>`. */
export function ownTemplate(): DocumentFragment {
  const { content } = document.createElement('template');
  // The template's own document is inert: in the page's, the picture would request `{{image}}`.
  const inert = content.ownerDocument;
  content.append(
    make(
      inert,
      'a',
      { part: 'card', href: '{{url}}' },
      // The name is in the link already: to a screen reader the picture is decoration.
      make(inert, 'img', { part: 'image', src: '{{image}}', alt: '', loading: 'lazy' }),
      // bdi: a name or price has the direction of its own language, whatever the page's is.
      make(inert, 'bdi', { part: 'name' }, '{{name}}'),
      make(inert, 'bdi', { part: 'price' }, '{{price}}'),
      // English between Arabic words keeps its order.
      make(inert, 'small', { part: 'reason', dir: 'auto', lang: '{{lang}}' }, '{{reason}}'),
    ),
  );
  return content;
}

/** @param language the language of reason and price; undefined where no predictor knows it. */
export function valuesOf(
  item: Item,
  { reasons }: PredictedItem,
  language: LanguageStatus | undefined,
): Values {
  const { id, name = id, url = '', image = '', brand = '', price } = item;
  return {
    id,
    name,
    url,
    image,
    brand,
    price: priceText(price, item.currency, language?.wanted),
    reason: reasons[0]?.text ?? '',
    lang: language?.used ?? '',
  };
}

function priceText(price?: number, currency?: string, lang?: string): string {
  if (price === undefined) return '';
  try {
    return new Intl.NumberFormat(lang || undefined, {
      style: currency ? 'currency' : 'decimal',
      currency,
    }).format(price);
  } catch {
    // Not a currency.
    return String(price);
  }
}

/** A copy of the template with its `{{fields}}` set as text and attributes: a value is never markup. */
export function fill(template: DocumentFragment, values: Values): DocumentFragment {
  const card = template.cloneNode(true) as DocumentFragment;
  const set = (text: string) =>
    text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, field) =>
      Object.hasOwn(values, field) ? values[field] : '',
    );
  for (const element of card.querySelectorAll('*')) {
    // An animation would set another element's address.
    const runs = /^(script|style|base|meta|set|anim.*)$/i.test(element.localName);
    for (const { name, value } of [...element.attributes]) {
      if (!value.includes('{{')) continue;
      const filled = set(value);
      // No value becomes code, and no empty or unsafe address is requested.
      const code = runs || /^(on|style$|srcdoc$)/i.test(name);
      const address = /(href|src(set)?|action|poster|^data|ping)$/i.test(name);
      const isPicture = name + element.localName === 'srcimg';
      if (code || (address && !isSafe(filled, isPicture))) element.removeAttribute(name);
      else element.setAttribute(name, filled);
    }
    for (const node of runs ? [] : element.childNodes) {
      if (node.nodeType === 3) node.nodeValue = set(node.nodeValue ?? '');
    }
  }
  return card;
}

/** http(s) and relative addresses; for a picture `data:image/` as well, which a frame would run. */
function isSafe(address: string, isPicture: boolean): boolean {
  if (!address.trim()) return false;
  if (isPicture && /^data:image\//i.test(address)) return true;
  try {
    return /^https?:$/.test(new URL(address, document.baseURI).protocol);
  } catch {
    return false;
  }
}
