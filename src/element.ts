import type { PredictedItem, Prediction } from './prediction/prediction.js';
import type { RankRules } from './prediction/rank.js';
import type { Predictor } from './predictor/predictor.js';
import { BLANK, fill, ownCard, type Values, valuesOf } from './shelf/card.js';
import { createFrame, type Frame } from './shelf/frame.js';

/** Places held free for cards to come, at most. */
const MAX_RESERVED = 48;
// On a server there is no HTMLElement: the module can be imported, the element is not defined.
const Base = (globalThis.HTMLElement ?? Object) as typeof HTMLElement;

/** What a card was made from, and its nodes, wherever on the shelf they are. */
interface Card {
  key: string;
  template?: HTMLTemplateElement;
  nodes: Node[];
}

/**
 * `<nextaisle-shelf k="6" heading="You may like" exclude="current in-cart" min-probability="0.01"
 * max-per-category="2" diversify="0.3" pinned="SKU-1" fallback="recent popular" available="false">`,
 * each as the rule of that name, with an optional `<template>` of one card, an `<h3 slot="heading">` and an
 * `<p slot="empty">`. Among `exclude` the `#id` of a shelf before this one stands for what that one
 * shows. `reserve` is the number of places held free from the start, so that nothing below moves; default
 * `k`. `light-dom`, when the shelf is first connected, puts the list where the page's CSS reaches it.
 * CSS variables: `--nextaisle-columns`, `--nextaisle-card-width`, `--nextaisle-gap`, `--nextaisle-height`.
 * Emits `nextaisle:impression` and `nextaisle:click` with `{ item, rank, prediction }`.
 */
export class NextaisleShelf extends Base {
  static observedAttributes = [
    'k',
    'heading',
    'exclude',
    'min-probability',
    'max-per-category',
    'diversify',
    'pinned',
    'fallback',
    'available',
    'reserve',
    'aria-label',
  ];

  #predictor?: Predictor;
  #source?: Predictor;
  #stop: (() => void)[] = [];
  #frame?: Frame;
  /** By item: those of the last prediction. */
  #cards = new Map<string, Card>();
  /** By place: blanks too. */
  #placed = new WeakMap<HTMLElement, Card>();
  #shown?: Prediction;
  #watch?: IntersectionObserver;
  #seen = new Set<string>();

  /** Whose predictions are shown; left out, that of the script tag (`window.nextaisle`). */
  get predictor(): Predictor | undefined {
    return this.#predictor;
  }
  set predictor(predictor: Predictor | undefined) {
    this.#predictor = predictor;
    if (this.isConnected) this.connectedCallback();
  }

  /** What the shelf's rules give at present, best first. */
  get items(): readonly PredictedItem[] {
    return this.#source?.getSnapshot(this.#rules()).items ?? [];
  }

  connectedCallback(): void {
    this.disconnectedCallback();
    // Set before the element was defined: the own property hides the accessor.
    if (Object.hasOwn(this, 'predictor')) {
      const early = this.predictor;
      Reflect.deleteProperty(this, 'predictor');
      this.#predictor = early;
    }
    const shared = (window as { nextaisle?: Predictor }).nextaisle;
    const predictor = this.#predictor ?? (shared?.getSnapshot ? shared : undefined);
    this.#source = predictor;
    if (predictor) this.#stop = [predictor.subscribe(() => this.#render())];
    else {
      // The script tag may come later: its first prediction says that it is there.
      const retry = () => this.connectedCallback();
      document.addEventListener('nextaisle:prediction', retry, { once: true });
      this.#stop = [() => document.removeEventListener('nextaisle:prediction', retry)];
    }
    if (!this.#frame) {
      this.#frame = createFrame(this, this.hasAttribute('light-dom'));
      const { list } = this.#frame;
      // What waited for the shopper to leave a card is done when he has.
      list.addEventListener('focusout', ({ relatedTarget }) => {
        if (!list.contains(relatedTarget as Node | null)) this.#render();
      });
    }
    if (typeof IntersectionObserver === 'function') {
      this.#watch = new IntersectionObserver((entries) => this.#see(entries), { threshold: 0.5 });
      for (const place of this.#frame.list.children) this.#watch.observe(place);
    }
    this.#render();
  }

  disconnectedCallback(): void {
    for (const stop of this.#stop.splice(0)) stop();
    this.#watch?.disconnect();
  }

  attributeChangedCallback(): void {
    if (this.#stop.length) this.#render();
  }

  #number(name: string, fallback: number): number {
    const value = Number.parseFloat(this.getAttribute(name) ?? '');
    return Number.isNaN(value) ? fallback : value;
  }

  #rules(): RankRules {
    const list = (name: string) =>
      this.getAttribute(name)
        ?.split(/[\s,]+/)
        .filter(Boolean);
    return {
      k: this.#number('k', 8),
      exclude: list('exclude')?.flatMap((word) => this.#itemsOf(word) ?? word),
      minProbability: this.#number('min-probability', 0),
      maxPerCategory: this.#number('max-per-category', Infinity),
      diversify: this.#number('diversify', 0),
      pinned: list('pinned'),
      fallback: list('fallback'),
      available: this.getAttribute('available') !== 'false',
      // What has neither a name nor an address cannot be shown.
      filter: ({ name, url }) => !!(name || url),
    };
  }

  /** The items of the shelf that `#id` names. Only of one before this, so that no two ask each other. */
  #itemsOf(word: string): string[] | undefined {
    const root = this.getRootNode() as Partial<Document>;
    const other = word[0] === '#' ? root.getElementById?.(word.slice(1)) : undefined;
    if (!(other instanceof NextaisleShelf)) return undefined;
    const isBefore = other.compareDocumentPosition(this) & Node.DOCUMENT_POSITION_FOLLOWING;
    return isBefore ? other.items.map(({ id }) => id) : undefined;
  }

  #render(): void {
    const { heading, title, list, empty } = this.#frame as Frame;
    const prediction = this.#source?.getSnapshot(this.#rules());
    const items = prediction?.items ?? [];
    const before = this.#shown;
    this.#shown = prediction;
    const slotted = this.querySelector(':scope > [slot=heading]');
    title.textContent = this.getAttribute('heading');
    title.hidden = !title.textContent;
    // Not `hidden`: they keep their place.
    for (const part of [heading, list]) part.style.visibility = items.length ? '' : 'hidden';
    empty.hidden = items.length > 0;
    const label = this.getAttribute('aria-label');
    // From the page's tree no element of ours can be referred to.
    const name = label ?? (list.slot ? (slotted ?? title).textContent : null);
    if (name) list.setAttribute('aria-label', name);
    else list.setAttribute('aria-labelledby', heading.id);

    // The card that the keyboard is on stays where it is, even when it is no longer one of them.
    const focused = [...list.children].findIndex((place) => place.querySelector(':focus-visible'));
    const id = (list.children[focused] as HTMLElement | undefined)?.dataset.id;
    const inUse = (item: PredictedItem) => item.id === id;
    const held = items.find(inUse) ?? before?.items.find(inUse);
    const rest = items.filter((item) => item !== held);
    const reserved = Math.min(this.#number('reserve', this.#number('k', 8)), MAX_RESERVED);
    const count = Math.max(items.length, reserved, held ? focused + 1 : 0);
    while (list.children.length < count) list.append(this.#place());
    while (list.children.length > count) list.lastChild?.remove();

    const last = this.#cards;
    this.#cards = new Map();
    [...list.children].forEach((place, at) => {
      const item = held && at === focused ? held : rest.shift();
      this.#show(place as HTMLElement, item, last);
    });
    for (const id of this.#seen) if (!this.#cards.has(id)) this.#seen.delete(id);
  }

  /** A place on the shelf. It never moves: what is moved is what stands on it. */
  #place(): HTMLElement {
    const place = document.createElement('li');
    place.onclick = () => {
      if (place.dataset.id) this.#emit('click', place.dataset.id);
    };
    return place;
  }

  #show(place: HTMLElement, item: PredictedItem | undefined, last: Map<string, Card>): void {
    const id = item?.id ?? '';
    const template = this.querySelector<HTMLTemplateElement>(':scope > template') ?? undefined;
    const values: Values = item ? valuesOf(this.#source?.item(id) ?? { id }, item) : BLANK;
    const key = JSON.stringify(values);
    let card = item ? last.get(id) : this.#placed.get(place);
    if (card?.key !== key || card.template !== template) {
      card = { key, template, nodes: [...fill(template?.content ?? ownCard(), values).childNodes] };
    }
    if (item) this.#cards.set(id, card);
    this.#placed.set(place, card);
    // The nodes of a card that stays are kept, so that its picture does not load again.
    if (place.firstChild !== card.nodes[0]) place.replaceChildren(...card.nodes);
    place.style.visibility = item ? '' : 'hidden';
    if (place.dataset.id === id) return;
    place.dataset.id = id;
    delete place.dataset.seen;
    // Observing again asks again whether it is in sight.
    this.#watch?.unobserve(place);
    this.#watch?.observe(place);
  }

  #see(entries: IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      const { dataset } = target as HTMLElement;
      const { id } = dataset;
      if (!isIntersecting || !id || this.#seen.has(id)) continue;
      this.#seen.add(id);
      // For who counts and was not there yet.
      dataset.seen = this.#shown?.id;
      this.#emit('impression', id);
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

if (globalThis.customElements && !customElements.get('nextaisle-shelf')) {
  customElements.define('nextaisle-shelf', NextaisleShelf);
}

declare global {
  interface HTMLElementTagNameMap {
    'nextaisle-shelf': NextaisleShelf;
  }
}
