import { tryWrapMethod } from '../../lib/page/wrap-method.js';

interface Navigated {
  navigation?: EventTarget;
}

/**
 * Calls `changed` for every address that the page takes on without being loaded again: by the Navigation
 * API, and where it is missing by wrapping pushState and replaceState and listening to popstate.
 * @returns the undo; a wrapper that somebody put around ours keeps working.
 */
export function followAddress(host: Window, changed: () => void): () => void {
  const { navigation } = host as Navigated;
  if (navigation) {
    navigation.addEventListener('currententrychange', changed);
    return () => navigation.removeEventListener('currententrychange', changed);
  }
  let live = true;
  const quietly = () => {
    try {
      if (live) changed();
    } catch {}
  };
  const undos = (['pushState', 'replaceState'] as const).map((name) =>
    tryWrapMethod(host.history, name, (_, call) => {
      call();
      quietly();
    }),
  );
  host.addEventListener('popstate', quietly);
  return () => {
    live = false;
    host.removeEventListener('popstate', quietly);
    for (const undo of undos) undo();
  };
}
