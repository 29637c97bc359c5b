interface NavigateEvent extends Event {
  destination: { url: string; sameDocument: boolean };
}

/**
 * Tells which address the shopper opens from this page, by the Navigation API, and where it is missing by
 * clicks on links that the page leaves to the browser.
 * @param opened `isSameDocument` where the page only changes its address.
 */
export function followOpened(
  opened: (url: string, isSameDocument: boolean) => void,
  signal: AbortSignal,
): void {
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation) {
    const onNavigate = (event: Event) => {
      const { url, sameDocument } = (event as NavigateEvent).destination;
      opened(url, sameDocument);
    };
    navigation.addEventListener('navigate', onNavigate, { signal });
    return;
  }
  const onClick = (event: Event) => {
    // The path also sees into open shadow trees.
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (link && !event.defaultPrevented) opened(link.href, false);
  };
  // On the window, so that the page's own listeners have had their say.
  addEventListener('click', onClick, { signal });
}
