import { own } from '../lib/own.js';
import { pageOf, watchPage } from '../lib/page/watch-page.js';
import type { ConsentSignal } from './consent-signal.js';

interface CustomerPrivacy {
  preferencesProcessingAllowed(): unknown;
  /** `'yes'`, `'no'`, or `''` before the visitor chose. */
  currentVisitorConsent(): { preferences?: unknown };
}

/** The first on every storefront; the second on a headless one, when the API is loaded. */
const EVENTS = ['visitorConsentCollected', 'shopifyCustomerPrivacyApiLoaded'];

/**
 * Shopify's Customer Privacy API: persistent where preferences may be processed, by the visitor's
 * choice or because the region asks for none, else memory. "Preferences" is the purpose of what a shop
 * remembers to serve this visitor; analytics, marketing and sale of data are other purposes. A theme or an
 * app loads the API, we never do: without it this signal has no opinion.
 * Source: https://shopify.dev/docs/api/customer-privacy
 * @param host the window.
 */
export function shopifyPrivacy(host: object): ConsentSignal {
  const globals = host as Record<string, unknown>;
  const root = globals.document as EventTarget;
  return {
    name: 'shopify',
    start(report) {
      let seen: CustomerPrivacy | undefined;
      const read = (event?: Event) => {
        try {
          const api = own(globals.Shopify, 'customerPrivacy') as CustomerPrivacy | undefined;
          // Anything that loads may have brought the API; only a new one is asked.
          if (!event && api === seen) return;
          seen = api;
          const inEvent = own((event as CustomEvent | undefined)?.detail, 'preferencesAllowed');
          if (!api && typeof inEvent !== 'boolean') return;
          const allowed = api ? api.preferencesProcessingAllowed() : inEvent;
          const chosen = api ? /^(yes|no)$/.test(String(preferenceOf(api))) : true;
          report({ tier: allowed === true ? 'persistent' : 'memory', decided: chosen });
        } catch {
          report({ tier: 'memory', decided: false });
        }
      };
      for (const name of EVENTS) root.addEventListener(name, read);
      const stopLooking = watchPage(() => read(), pageOf(host));
      return () => {
        stopLooking();
        for (const name of EVENTS) root.removeEventListener(name, read);
      };
    },
  };
}

const preferenceOf = (api: CustomerPrivacy) => own(api.currentVisitorConsent(), 'preferences');
