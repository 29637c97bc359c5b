import { tapQueue } from '../lib/page/tap-queue.js';
import type { ConsentSignal } from './consent-signal.js';

/**
 * Google Consent Mode v2: `gtag('consent', 'default' | 'update', { personalization_storage: … })` in
 * the data layer. `personalization_storage` decides, or `functionality_storage` where that is unset; unset
 * is not denied. Denied storage still allows this page's memory. A default for some regions is ignored.
 * Source: https://developers.google.com/tag-platform/security/guides/consent
 */
export function consentMode(host: object, queueName = 'dataLayer'): ConsentSignal {
  return {
    name: 'consent-mode',
    start(report) {
      const storage: { personalization?: string; functionality?: string } = {};
      let decided = false;
      return tapQueue(host, queueName, (entry) => {
        const [command, kind, state] = Array.from(entry as ArrayLike<unknown>);
        if (command !== 'consent' || (kind !== 'default' && kind !== 'update')) return;
        const settings = state as Record<string, unknown>;
        if (kind === 'default' && settings.region) return;
        for (const use of ['personalization', 'functionality'] as const) {
          const value = settings[`${use}_storage`];
          if (value !== 'granted' && value !== 'denied') continue;
          storage[use] = value;
          decided ||= kind === 'update';
        }
        const effective = storage.personalization ?? storage.functionality;
        if (!effective) return;
        report({ tier: effective === 'granted' ? 'persistent' : 'memory', decided });
      });
    },
  };
}
