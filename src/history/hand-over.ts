/**
 * Calls `handOver` when the page is left, be it for good: its stores may be loading still, and their
 * last write may not come to its end.
 * @returns the undo.
 */
export function watchLeaving(handOver: () => void): () => void {
  const page = globalThis.window as Window | undefined;
  const leave = () => {
    try {
      // A prerendered page that is never shown stores nothing.
      if (!(document as { prerendering?: boolean }).prerendering) handOver();
    } catch {
      // Storage is full, or forbidden in this frame.
    }
  };
  page?.addEventListener('pagehide', leave);
  return () => page?.removeEventListener('pagehide', leave);
}
