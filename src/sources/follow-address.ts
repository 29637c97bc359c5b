interface Navigated {
  navigation?: EventTarget;
}

/**
 * Hears of every address the page takes on without being loaded again. The Navigation API tells of
 * them; where it is missing, pushState and replaceState are wrapped and popstate is heard.
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
  const { history } = host;
  const undos = (['pushState', 'replaceState'] as const).map((name) => {
    const hadOwn = Object.hasOwn(history, name);
    const inner = history[name];
    const wrapped: typeof inner = function (this: History, ...args) {
      inner.apply(this, args);
      quietly();
    };
    history[name] = wrapped;
    return () => {
      if (history[name] !== wrapped) return;
      if (hadOwn) history[name] = inner;
      else delete (history as Partial<History>)[name];
    };
  });
  host.addEventListener('popstate', quietly);
  return () => {
    live = false;
    host.removeEventListener('popstate', quietly);
    for (const undo of undos) undo();
  };
}
