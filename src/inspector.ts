import { carry } from './inspector/carry.js';
import { inspectorElement } from './inspector/inspector-element.js';
import type { Visit } from './inspector/replay.js';
import { loadChunk } from './predictor/load/load-chunk.js';

const NAME = 'nextaisle-inspector';

/**
 * `<nextaisle-inspector>`: what the predictors of this page hear, expect and keep, and what can be tried. In
 * the page's own markup it fills its box; `openInspector()` lays it over the page.
 */
export interface NextaisleInspector extends HTMLElement {
  /** Visits of the page's own, for "Replay a visit". */
  visits: readonly Visit[];
  /**
   * Texts of the page's own, by the English ones; they go before those of the page's language.
   * @example openInspector().texts = { Heard: 'Entendu', Expected: 'Attendu' };
   */
  texts: Readonly<Record<string, string>>;
}

export type { Visit };

/**
 * Opens the inspector over the page, or finds the one that is there, and puts the focus into it.
 * @param stays true keeps it open on the next pages of this tab, until it is closed. Default false.
 */
export function openInspector(stays = false): NextaisleInspector {
  const inspector = open();
  inspector.focus();
  if (stays) carry();
  return inspector;
}

function open(): NextaisleInspector {
  const found = document.querySelector<NextaisleInspector>(NAME);
  if (found) return found;
  const made = document.createElement(NAME) as NextaisleInspector;
  made.toggleAttribute('overlay', true);
  // Not into the body, which frameworks render.
  document.documentElement.append(made);
  return made;
}

/** Alt+Shift+N opens and closes; an inspector in the page's own markup gets the focus. */
function onKey(event: KeyboardEvent): void {
  if (!event.altKey || !event.shiftKey || event.code !== 'KeyN') return;
  event.preventDefault();
  // The predictor's own listener, which loaded this code, would open it again.
  event.stopPropagation();
  const found = document.querySelector(NAME);
  if (found?.hasAttribute('overlay')) found.remove();
  else openInspector(true);
}

function start(): void {
  customElements.define(
    NAME,
    inspectorElement({
      self: import.meta.url,
      loadListeners: loadChunk(() => import('./chunks/listeners.js')),
    }),
  );
  // Before the page's own keys.
  addEventListener('keydown', onKey, true);
  // Not where the page opens it: it does so on each page. Whoever presses the keys asks by `openInspector`.
  if (/[?&]nextaisle\b(?!-)/.test(location.href)) carry();
  // One in the page's markup may not be parsed yet.
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', open, { once: true });
  } else open();
}

// Acts when it is loaded, as `nextaisle/element` does: who loads it wants to see it.
if (globalThis.customElements && !customElements.get(NAME)) start();

declare global {
  interface HTMLElementTagNameMap {
    'nextaisle-inspector': NextaisleInspector;
  }
}
