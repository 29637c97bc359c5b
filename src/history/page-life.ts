/**
 * Calls back when the page goes into the back-forward cache and when it comes back. Not when it ends
 * for good: its handles end with it, and its last write still needs them.
 */
export function watchPageLife(onFreeze: () => void, onRestore: () => void): () => void {
  if (typeof window === 'undefined') return () => {};
  const hide = (event: PageTransitionEvent) => {
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
