import type { PredictedItem, Prediction } from './prediction/prediction.js';
import { callbackFailed } from './lib/callback-failed.js';
import { isLoud, tellFault } from './lib/tell-fault.js';
import type { Predictor } from './predictor/predictor.js';
import type { DevelopmentModule } from './predictor/load/loaders.js';
import { rulesOf } from './shelf/rules-of.js';
import { createShelf, type Shelf } from './shelf/shelf.js';

/** How long a shelf may be empty before somebody is told why. */
const PATIENCE_MS = 2000;

// On a server there is no HTMLElement: the module can be imported, the element is not defined.
const Base = (globalThis.HTMLElement ?? Object) as typeof HTMLElement;

/**
 * `<nextaisle-shelf k="6" heading="You may like" exclude="current in-cart" min-probability="0.01"
 * max-per-category="2" diversify="0.3" pinned="SKU-1" fallback="recent popular" available="false">`:
 * each attribute is the rule of that name. Children, all optional: a `<template>` of one card, an
 * `<h3 slot="heading">`, a `<p slot="empty">`. In `exclude`, the `#id` of a shelf before this one means
 * the items on it. `reserve` is the number of places kept free from the start, so that nothing below
 * moves; default `k`. `light-dom`, read when the shelf is first connected, puts the list where the page's
 * CSS reaches it. CSS variables: `--nextaisle-columns`, `--nextaisle-card-width`, `--nextaisle-gap`,
 * `--nextaisle-height`. Emits `nextaisle:impression`, when half of a card has been visible for a second,
 * and `nextaisle:click`, each with `{ item, rank, prediction }`.
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
  /** The predictor set here, or the page's. */
  #source?: Predictor;
  #shelf?: Shelf;
  /** Runs while the shelf is empty. */
  #doubt?: ReturnType<typeof setTimeout>;
  /** Undos; none while the shelf is not connected. */
  #stops: (() => void)[] = [];

  /** The predictor whose predictions are shown; default that of the script tag (`window.nextaisle`). */
  get predictor(): Predictor | undefined {
    return this.#predictor;
  }
  set predictor(predictor: Predictor | undefined) {
    this.#predictor = predictor;
    if (this.isConnected) this.connectedCallback();
  }

  /** What the shelf's rules give at present, best first. */
  get items(): readonly PredictedItem[] {
    return this.#prediction()?.items ?? [];
  }

  connectedCallback(): void {
    this.disconnectedCallback();
    // A predictor set before the element was defined is an own property, which hides the accessor.
    if (Object.hasOwn(this, 'predictor')) {
      const early = this.predictor;
      Reflect.deleteProperty(this, 'predictor');
      this.#predictor = early;
    }
    this.#source = this.#predictor ?? predictorOfPage();
    const render = () => this.#render();
    const find = () => this.connectedCallback();
    this.#shelf ??= createShelf(this, render, (thrown) => {
      if (this.#source)
        tellFault(this.#source, callbackFailed('nextaisle-shelf: template', thrown));
    });
    this.#stops = [
      this.#shelf.watch(),
      this.#source?.subscribe(render) ?? onceInPage(find),
      () => clearTimeout(this.#doubt),
    ];
    const { observedAttributes: known } = NextaisleShelf;
    const source = this.#source;
    const isOdd = (name: string) => !known.includes(name) && !ORDINARY.test(name);
    if (source && this.getAttributeNames().some(isOdd))
      examine(({ checkAttributes }) => checkAttributes(this, known, source));
    render();
  }

  disconnectedCallback(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  attributeChangedCallback(): void {
    if (this.#stops.length) this.#render();
  }

  #prediction(): Prediction | undefined {
    const idsOn = (other: Element) =>
      other instanceof NextaisleShelf ? other.items.map(({ id }) => id) : undefined;
    return this.#source?.getSnapshot(rulesOf(this, idsOn));
  }

  #render(): void {
    const prediction = this.#prediction();
    this.#shelf?.show(prediction, (id) => this.#source?.item(id), this.#source?.status().language);
    clearTimeout(this.#doubt);
    if (prediction?.items.length || !this.isConnected) return;
    this.#doubt = setTimeout(() => doubt(this.#source), PATIENCE_MS);
  }
}

/** Attributes that need no second look. */
const ORDINARY = /^(class|id|style|slot|hidden|light-dom|(data|aria)-.*)$/;

/** What looks like a mistake of the page is examined by code that other pages do not load. */
function examine(by: (development: DevelopmentModule) => void): void {
  import('./chunks/development.js').then(by, () => {});
}

let isMissing = false;

function doubt(source: Predictor | undefined): void {
  // To a new shopper an empty shelf is no mistake, to a developer it may be; or another shelf has said it.
  if (source ? !source.getSnapshot().items.length && !isLoud(source) : isMissing) return;
  isMissing ||= !source;
  examine(({ whyEmpty }) => whyEmpty(source));
}

/** The predictor of the script tag; until that has run, `window.nextaisle` is a queue. */
function predictorOfPage(): Predictor | undefined {
  const { nextaisle } = window as { nextaisle?: Predictor };
  return nextaisle?.getSnapshot ? nextaisle : undefined;
}

/** The script tag may come later: its first prediction says that it is there. */
function onceInPage(find: () => void): () => void {
  document.addEventListener('nextaisle:prediction', find, { once: true });
  return () => document.removeEventListener('nextaisle:prediction', find);
}

if (globalThis.customElements && !customElements.get('nextaisle-shelf')) {
  customElements.define('nextaisle-shelf', NextaisleShelf);
}

declare global {
  interface HTMLElementTagNameMap {
    'nextaisle-shelf': NextaisleShelf;
  }
}
