/**
 * Looks now, and again whenever a script, frame or image of the page has loaded: what sets a global is
 * a script. The global itself is left alone. An accessor in the place of one that is not there would
 * make `'__tcfapi' in window` true, and pages decide by that which consent banner they show.
 * @param host the window.
 * @returns the undo.
 */
export function watchLoads(host: Record<string, unknown>, look: () => void): () => void {
  const root = host.document as Partial<EventTarget> | undefined;
  const page = host as Partial<EventTarget>;
  // The load of an element does not bubble, and never reaches the window.
  root?.addEventListener?.('load', look, true);
  root?.addEventListener?.('DOMContentLoaded', look);
  page.addEventListener?.('load', look);
  look();
  return () => {
    root?.removeEventListener?.('load', look, true);
    root?.removeEventListener?.('DOMContentLoaded', look);
    page.removeEventListener?.('load', look);
  };
}
