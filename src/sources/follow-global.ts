import { createHold } from '../lib/page/watch-global.js';

/**
 * Attaches to what the page defines now or later. It is looked for at once, when the document is
 * parsed, when the page has loaded, and at every click: scripts that are held back until the shopper
 * does something are common. What replaces it is attached to in its place; what is only taken from the
 * window (`jQuery.noConflict`) is still the page's own, and is kept.
 * @returns the undo.
 */
export function followGlobal<Found>(
  host: Window,
  find: () => Found | undefined,
  attach: (found: Found) => () => void,
): () => void {
  const { look, release } = createHold<Found>((held) => find() || held, attach);
  const places = [
    [host.document, 'DOMContentLoaded'],
    [host, 'load'],
    [host, 'click'],
  ] as const;
  for (const [target, name] of places) target.addEventListener(name, look, true);
  look();
  return () => {
    for (const [target, name] of places) target.removeEventListener(name, look, true);
    release();
  };
}
