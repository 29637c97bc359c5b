/**
 * Calls back when the page is left, when it goes into the back-forward cache, and when it comes back. A page
 * that ends for good is not frozen: its handles end with it, and its last write still needs them.
 */
export function watchPageLife(
  onLeave: () => void,
  onFreeze: () => void,
  onRestore: () => void,
): () => void {
  if (typeof window === 'undefined') return () => {};
  const hide = (event: PageTransitionEvent) => {
    onLeave();
    if (event.persisted) onFreeze();
  };
  const show = (event: PageTransitionEvent) => {
    if (event.persisted) onRestore();
  };
  window.addEventListener('pagehide', hide);
  window.addEventListener('pageshow', show);
  return () => {
    window.removeEventListener('pagehide', hide);
    window.removeEventListener('pageshow', show);
  };
}
