import type { Dice } from '../dice.js';
import type { Quirks } from './quirks.js';
import type { Act, ShopPage } from './shop-truth.js';

/** What one platform puts into a page. Statements are JavaScript, run where the page has them. */
export interface Speech {
  /** Classes of the body. */
  body?: string;
  markup?: string;
  /** Run while the page is parsed, but not again when a router shows the next page. */
  once?: string[];
  /** Run after that. */
  load: string[];
  /** Run later, one for each act of the shopper; undefined where the platform does not tell of it. */
  acts: (string | undefined)[];
  /** Whether it tells what the page itself is: a look, a list, an order. */
  tellsPage: boolean;
  /** Facts of a product that it tells. */
  facts: readonly ('name' | 'brand' | 'category' | 'price')[];
  /** Whether it tells quantities, and the lines of an order. */
  quantities: boolean;
  kinds?: string[];
}

export interface Telling {
  page: ShopPage;
  quirks: Quirks;
  dice: Dice;
  /** Placeholders are in what the first platform says. */
  isFirst: boolean;
}

export type Speaker = (telling: Telling) => Speech;

export const json = (value: unknown) => JSON.stringify(value).replaceAll('</', '<\\/');
export const push = (queue: string, value: unknown) =>
  `window.${queue} = window.${queue} || []; ${queue}.push(${json(value)});`;

/** Lists may be told in several pushes. */
export function portions<T>(list: readonly T[], size: number): T[][] {
  if (!size) return [[...list]];
  const all: T[][] = [];
  for (let at = 0; at < list.length; at += size) all.push(list.slice(at, at + size));
  return all;
}

export const actsOf = (page: ShopPage, write: (act: Act) => string | undefined) =>
  page.acts.map(write);

/** Text as it stands in an attribute. */
export const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
