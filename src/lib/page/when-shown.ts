type Page = EventTarget & { prerendering?: boolean };

/**
 * Runs `work` at once, or, on a prerendered page, once it is really shown, which may never happen.
 * https://developer.mozilla.org/docs/Web/API/Document/prerendering
 * @returns the undo of the wait.
 */
export function whenShown(
  work: () => void,
  page: Page | undefined = typeof document === 'undefined' ? undefined : document,
): () => void {
  if (page?.prerendering) {
    page.addEventListener('prerenderingchange', work, { once: true });
    return () => page.removeEventListener('prerenderingchange', work);
  }
  work();
  return () => {};
}
