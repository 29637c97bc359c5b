// Remembers the shopper's choice until the tab closes, as a consent banner does.
const KEY = 'fernholm-consent';

/** 'granted', 'denied', or undefined before a choice. */
export function consentChoice() {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

export function rememberConsent(choice) {
  try {
    sessionStorage.setItem(KEY, choice);
  } catch {
    // Private mode: asked again after a reload.
  }
}
