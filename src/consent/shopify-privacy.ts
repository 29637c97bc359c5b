import { pageOf, watchPage } from '../lib/page/watch-page.js';
import type { ConsentSignal } from './consent-signal.js';

interface CustomerPrivacy {
  preferencesProcessingAllowed(): unknown;
  /** `'yes'`, `'no'`, or `''` before the visitor chose. */
  currentVisitorConsent(): { preferences?: unknown };
}

/** The first on every storefront, the second on a headless one, when the API has come. */
const NEWS = ['visitorConsentCollected', 'shopifyCustomerPrivacyApiLoaded'];

/**
 * Shopify's Customer Privacy API: persistent where preferences may be processed, by the visitor's
 * choice or because the region asks for none, else memory. "Preferences" is the purpose of what a shop
 * remembers to serve this visitor; analytics, marketing and sale of data are other things. A theme or an
 * app loads the API, we never do: without it this signal says nothing.
 * Source: shopify.dev, Customer Privacy API.
 * @param host the window.
 */
export function shopifyPrivacy(host: object): ConsentSignal {
  const globals = host as Record<string, unknown>;
  const root = globals.document as EventTarget;
  return {
    name: 'shopify',
    start(report) {
      let seen: CustomerPrivacy | undefined;
      const read = (news?: Event) => {
        try {
          const { customerPrivacy: api } = Object(globals.Shopify) as {
            customerPrivacy?: CustomerPrivacy;
          };
          // Each load on the page is a reason to look, and only a new API one to ask.
          if (!news && api === seen) return;
          seen = api;
          const told = (news as CustomEvent | undefined)?.detail?.preferencesAllowed;
          if (!api && typeof told !== 'boolean') return;
          const allowed = api ? api.preferencesProcessingAllowed() : told;
          const chosen = api ? /^(yes|no)$/.test(String(preferenceOf(api))) : true;
          report({ tier: allowed === true ? 'persistent' : 'memory', decided: chosen });
        } catch {
          report({ tier: 'memory', decided: false });
        }
      };
      for (const name of NEWS) root.addEventListener(name, read);
      const stopLooking = watchPage(() => read(), pageOf(host));
      return () => {
        stopLooking();
        for (const name of NEWS) root.removeEventListener(name, read);
      };
    },
  };
}

const preferenceOf = (api: CustomerPrivacy) => api.currentVisitorConsent().preferences;
