/**
 * Attaches to what the page defines now or later. It is looked for at once, when the document is
 * parsed, when the page has loaded, and at every click: scripts that are held back until the shopper
 * does something are common. What replaces it is attached to in its place.
 * @returns the undo.
 */
export function followGlobal<Found>(
  host: Window,
  find: () => Found | undefined,
  attach: (found: Found) => () => void,
): () => void {
  let current: Found | undefined;
  let detach = () => {};
  const quietly = (work: () => void) => {
    try {
      work();
    } catch {
      // The page's own object threw; there is nothing to hear from it.
    }
  };
  const look = () =>
    quietly(() => {
      const found = find();
      if (!found || found === current) return;
      quietly(detach);
      current = found;
      detach = () => {};
      detach = attach(found);
    });
  const places = [
    [host.document, 'DOMContentLoaded'],
    [host, 'load'],
    [host, 'click'],
  ] as const;
  for (const [target, name] of places) target.addEventListener(name, look, true);
  look();
  return () => {
    for (const [target, name] of places) target.removeEventListener(name, look, true);
    quietly(detach);
  };
}
