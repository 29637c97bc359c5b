const EVENTS = ['pagehide', 'pageshow', 'visibilitychange'] as const;

/**
 * Calls back when the page is left, when it goes into the back-forward cache, and when it comes back or is
 * looked at again: a tab that was closed meanwhile, or whose browser killed it, may have stored what it
 * told nobody. A page that ends for good is not frozen: its handles end with it, and its last write still needs
 * them.
 */
export function watchPageLife(
  onLeave: () => void,
  onFreeze: () => void,
  onRestore: () => void,
): () => void {
  if (typeof window === 'undefined') return () => {};
  const turn = ({ type, persisted }: Event & { persisted?: boolean }) => {
    const isLeft = type === EVENTS[0];
    if (isLeft) onLeave();
    // Of these, a change of visibility alone does not say whether the page was kept.
    if (persisted ?? document.visibilityState === 'visible') (isLeft ? onFreeze : onRestore)();
  };
  for (const name of EVENTS) window.addEventListener(name, turn);
  return () => {
    for (const name of EVENTS) window.removeEventListener(name, turn);
  };
}
