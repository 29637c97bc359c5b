import { carryNoMore } from './carry.js';
import { createInspector, type Inspector, type InspectorParts } from './create-inspector.js';
import type { Visit } from './replay.js';

// On a server there is no HTMLElement: the module can be imported, the element is not defined.
const Base = (globalThis.HTMLElement ?? Object) as typeof HTMLElement;

export type Texts = Readonly<Record<string, string>>;

/** The parts that only the door knows. */
type Loaded = Pick<InspectorParts, 'self' | 'loadListeners'>;

/** @returns the class of `<nextaisle-inspector>`. */
export function inspectorElement(loaded: Loaded) {
  return class extends Base {
    static observedAttributes = ['collapsed'];

    /** Visits of the page's own, for "Replay a visit"; they may have been set before this is defined. */
    visits: readonly Visit[] = (this as { visits?: readonly Visit[] }).visits ?? [];
    // Set before this was defined, it lies over the one of the class.
    #texts: Texts = Object.getOwnPropertyDescriptor(this, 'texts')?.value ?? {};
    #inspector?: Inspector;
    #before?: Element | null;

    /** Texts of the page's own, by their English; they go before those of the language. */
    get texts(): Texts {
      return this.#texts;
    }
    set texts(texts: Texts) {
      this.#texts = texts;
      this.#inspector?.speak();
    }

    connectedCallback(): void {
      Reflect.deleteProperty(this, 'texts');
      this.#before = document.activeElement;
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      this.#inspector = createInspector(this, root, {
        ...loaded,
        visits: () => this.visits,
        texts: () => this.#texts,
      });
    }

    disconnectedCallback(): void {
      const hadFocus = document.activeElement === document.body || !document.activeElement;
      this.#inspector?.stop();
      this.#inspector = undefined;
      if (this.hasAttribute('overlay')) carryNoMore();
      // Where it was before the inspector took it.
      if (hadFocus && this.#before instanceof HTMLElement) this.#before.focus();
    }

    attributeChangedCallback(): void {
      this.#inspector?.fold();
    }

    override focus(): void {
      this.removeAttribute('collapsed');
      this.#inspector?.focus();
    }
  };
}
