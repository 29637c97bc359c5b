import type { Item } from './events/item.js';
import type { PredictedItem, Prediction } from './prediction/prediction.js';
import type { RankRules } from './prediction/rank.js';
import type { Predictor } from './predictor/predictor.js';

const STYLE = `:host{display:block;min-height:var(--nextaisle-height,15rem)}:host([hidden]){display:none}
h2{font:inherit;font-weight:600;margin:0 0 .75em}
ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:1rem;list-style:none;margin:0;padding:0}
a{display:grid;gap:.3em;color:inherit;text-decoration:none}
img{width:100%;aspect-ratio:1;object-fit:contain}small{opacity:.7}`;
// On a server there is no HTMLElement: the module can be imported, the element is not defined.
const Base = (globalThis.HTMLElement ?? Object) as typeof HTMLElement;

/**
 * `<nextaisle-shelf k="6" heading="You may like" exclude="current in-cart" min-probability="0.01"
 * max-per-category="2">`, with an optional `<template>` of one card and an `<p slot="empty">`.
 * Emits `nextaisle:impression` and `nextaisle:click` with `{ item, rank, prediction }`.
 */
export class NextaisleShelf extends Base {
  static observedAttributes = ['k', 'heading', 'exclude', 'min-probability', 'max-per-category'];

  #predictor?: Predictor;
  #stop: (() => void)[] = [];
  #cards = new Map<string, HTMLLIElement>();
  #shown?: Prediction;
  #seen?: IntersectionObserver;

  get predictor(): Predictor | undefined {
    return this.#predictor;
  }
  set predictor(predictor: Predictor | undefined) {
    this.#predictor = predictor;
    if (this.isConnected) this.connectedCallback();
  }

  connectedCallback(): void {
    this.disconnectedCallback();
    // Set before the element was defined: the own property hides the accessor.
    if (Object.hasOwn(this, 'predictor')) {
      const early = this.predictor;
      Reflect.deleteProperty(this, 'predictor');
      this.#predictor = early;
    }
    if (!this.shadowRoot) {
      // Built, not parsed: Trusted Types refuse markup as text.
      this.attachShadow({ mode: 'open' }).append(
        make(document, 'style', {}, STYLE),
        make(document, 'h2', { part: 'heading', hidden: '' }),
        make(document, 'ul', { part: 'items' }),
        make(document, 'slot', { name: 'empty' }),
      );
    }
    if (typeof IntersectionObserver === 'function') {
      this.#seen = new IntersectionObserver((entries) => this.#see(entries), { threshold: 0.5 });
    }
    const shared = (window as { nextaisle?: Predictor }).nextaisle;
    const predictor = this.#predictor ?? (shared?.getSnapshot ? shared : undefined);
    if (predictor) this.#stop = [predictor.subscribe(() => this.#render(predictor))];
    else {
      // The script tag may come later: its first prediction says that it is there.
      const retry = () => this.connectedCallback();
      document.addEventListener('nextaisle:prediction', retry, { once: true });
      this.#stop = [() => document.removeEventListener('nextaisle:prediction', retry)];
    }
    this.#render(predictor);
  }

  disconnectedCallback(): void {
    for (const stop of this.#stop.splice(0)) stop();
    this.#seen?.disconnect();
    this.#cards.clear();
  }

  attributeChangedCallback(): void {
    if (this.#stop.length) this.connectedCallback();
  }

  #rules(): RankRules {
    const number = (name: string, fallback: number) => {
      const value = Number.parseFloat(this.getAttribute(name) ?? '');
      return Number.isNaN(value) ? fallback : value;
    };
    return {
      k: number('k', 8),
      exclude: this.getAttribute('exclude')
        ?.split(/[\s,]+/)
        .filter(Boolean),
      minProbability: number('min-probability', 0),
      maxPerCategory: number('max-per-category', Infinity),
      // What has neither a name nor an address cannot be shown.
      filter: ({ name, url }) => !!(name || url),
    };
  }

  #render(predictor?: Predictor): void {
    const root = this.shadowRoot as ShadowRoot;
    const [heading, list, empty] = ['h2', 'ul', 'slot'].map(
      (name) => root.querySelector(name) as HTMLElement,
    );
    heading.textContent = this.getAttribute('heading');
    const prediction = predictor?.getSnapshot(this.#rules());
    const items = prediction?.items ?? [];
    heading.hidden = !heading.textContent || !items.length;
    empty.hidden = items.length > 0;
    this.#shown = prediction;

    const cards = new Map<string, HTMLLIElement>();
    items.forEach((predicted, at) => {
      const known = predictor?.item(predicted.id) ?? { id: predicted.id };
      // A card is kept while it stays, so that images do not load again and focus is not lost.
      const kept = this.#cards.get(predicted.id);
      const card = kept ?? document.createElement('li');
      if (!kept) {
        card.dataset.id = predicted.id;
        card.onclick = () => this.#emit('click', predicted.id);
        this.#seen?.observe(card);
      }
      cards.set(predicted.id, card);
      const values = valuesOf(known, predicted);
      const key = JSON.stringify(values);
      if (card.dataset.key !== key) {
        card.dataset.key = key;
        card.replaceChildren(fill(this.querySelector('template')?.content ?? ownCard(), values));
      }
      if (list.children[at] !== card) list.insertBefore(card, list.children[at] ?? null);
    });
    while (list.children.length > items.length) list.lastChild?.remove();
    this.#cards = cards;
  }

  #see(entries: IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      this.#seen?.unobserve(target);
      this.#emit('impression', (target as HTMLElement).dataset.id ?? '');
    }
  }

  #emit(kind: 'impression' | 'click', item: string): void {
    const rank = this.#shown?.items.find(({ id }) => id === item)?.rank;
    const detail = { item, rank, prediction: this.#shown?.id };
    this.dispatchEvent(
      new CustomEvent(`nextaisle:${kind}`, { detail, bubbles: true, composed: true }),
    );
  }
}

function make(
  owner: Document,
  tag: string,
  attributes: Values,
  ...children: (Node | string)[]
): HTMLElement {
  const element = owner.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
}

/** The card of a shelf that brings no `<template>`. */
function ownCard(): DocumentFragment {
  const { content } = document.createElement('template');
  // As in a shop's template: in this document a picture asks for its address before it is filled in.
  const inert = content.ownerDocument;
  content.append(
    make(
      inert,
      'a',
      { part: 'card', href: '{{url}}' },
      make(inert, 'img', { part: 'image', src: '{{image}}', alt: '', loading: 'lazy' }),
      make(inert, 'span', { part: 'name' }, '{{name}}'),
      make(inert, 'span', { part: 'price' }, '{{price}}'),
      make(inert, 'small', { part: 'reason' }, '{{reason}}'),
    ),
  );
  return content;
}

type Values = Record<string, string>;

function valuesOf(item: Item, { reasons }: PredictedItem): Values {
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
function fill(template: DocumentFragment, values: Values): DocumentFragment {
  const card = template.cloneNode(true) as DocumentFragment;
  const set = (text: string) =>
    text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, field) =>
      Object.hasOwn(values, field) ? values[field] : '',
    );
  for (const element of card.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      if (!value.includes('{{')) continue;
      const filled = set(value);
      // Nothing of an item becomes code, and an empty or unsafe address no request.
      const code = /^(on|style$|srcdoc$)/i.test(name);
      const address = /^(href|src|srcset|action|formaction|poster|data|xlink:href)$/i.test(name);
      if (code || (address && !isSafe(filled, name))) element.removeAttribute(name);
      else element.setAttribute(name, filled);
    }
    for (const node of element.childNodes) {
      if (node.nodeType === 3 && !/^(script|style)$/i.test(element.localName)) {
        node.nodeValue = set(node.nodeValue ?? '');
      }
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

if (globalThis.customElements && !customElements.get('nextaisle-shelf')) {
  customElements.define('nextaisle-shelf', NextaisleShelf);
}

declare global {
  interface HTMLElementTagNameMap {
    'nextaisle-shelf': NextaisleShelf;
  }
}
