// A shop's banner remembers what was chosen; so does this one, until the tab closes.
const KEY = 'fernholm-consent';

/** 'granted', 'denied', or undefined when nothing was chosen. */
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
