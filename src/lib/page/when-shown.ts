type Page = EventTarget & { prerendering?: boolean };

/**
 * Works at once, or when a page that is only prerendered is really shown: it may never be.
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
