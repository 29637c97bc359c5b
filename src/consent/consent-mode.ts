import { own } from '../lib/own.js';
import { tapQueue } from '../lib/page/tap-queue.js';
import type { ConsentSignal, ConsentVerdict } from './consent-signal.js';
import { lowest, UNDECIDED } from './consent-signal.js';
import { EVERYWHERE, readRegions, SOMEWHERE } from './region.js';

/** The first decides, or the second where the first is unset. */
const USES = ['personalization_storage', 'functionality_storage'];
/** A longer timer would run at once. */
const MAX_TIMER_MS = 2 ** 31;

/**
 * Google Consent Mode v2: `gtag('consent', 'default' | 'update', { personalization_storage: … })` in
 * the data layer. Unset is not denied, and denied storage still allows this page's memory. What cannot be
 * read allows nothing more. An update counts everywhere; what it leaves out keeps its default. A default
 * with `wait_for_update` allows no more before the update or the end of that time.
 *
 * A default may be for some regions. Where the shopper's is known, the most specific one counts, as in
 * Google's own tags. Else the shopper may be in any of them, and the strictest default counts.
 * Source: https://developers.google.com/tag-platform/security/guides/consent
 * @param host the window.
 * @param region where the shopper is, such as `US-CA`.
 */
export function consentMode(host: object, region?: string): ConsentSignal {
  return {
    name: 'consent-mode',
    start(report) {
      /** By region, then by use. */
      const defaults = new Map([[EVERYWHERE, new Map<string, ConsentVerdict>()]]);
      const updates = new Map<string, ConsentVerdict>();
      const timers: ReturnType<typeof setTimeout>[] = [];
      let waiting = 0;

      const verdictIn = (place: string) => {
        const places = [SOMEWHERE, place, place.slice(0, 2), EVERYWHERE];
        const ofUse = (use: string) => {
          const [first] = places.flatMap((one) => defaults.get(one)?.get(use) ?? []);
          return updates.get(use) ?? first;
        };
        return ofUse(USES[0]) ?? ofUse(USES[1]);
      };
      const setDefault = (place: string, use: string, verdict: ConsentVerdict) => {
        // A place that cannot be read forbids everywhere, and allows nowhere.
        if (place === SOMEWHERE && verdict.tier === 'persistent') return;
        const uses = defaults.get(place) ?? new Map<string, ConsentVerdict>();
        defaults.set(place, uses);
        // Google's tags take the last one; where the strictest counts, an earlier one may be that.
        if (region || uses.get(use)?.tier !== 'memory') uses.set(use, verdict);
      };
      const tell = () => {
        const verdicts = (region ? [region] : [...defaults.keys()]).map(verdictIn);
        const low = lowest(verdicts.flatMap((verdict) => verdict ?? []));
        if (low?.tier !== 'persistent') return low && report(low);
        // Where nothing is said, nothing is allowed or denied.
        report(waiting > 0 ? UNDECIDED : verdicts.every(Boolean) ? low : undefined);
      };

      const stop = tapQueue(host, 'dataLayer', (entry) => {
        const kind = own(entry, 0) === 'consent' && own(entry, 1);
        if (kind !== 'default' && kind !== 'update') return;
        const state = own(entry, 2);
        /** Null for what cannot be read. */
        const read = (name: string) => {
          try {
            return typeof state === 'object' && state ? own(state, name) : null;
          } catch {
            return null;
          }
        };
        const isUpdate = kind === 'update';
        if (isUpdate) waiting = -Infinity;
        const waitMs = isUpdate ? undefined : read('wait_for_update');
        if (waitMs !== undefined) waiting++;
        if (typeof waitMs === 'number' && waitMs < MAX_TIMER_MS) {
          const end = () => {
            waiting--;
            tell();
          };
          timers.push(setTimeout(end, waitMs));
        }
        for (const use of USES) {
          const value = read(use);
          if (value === undefined) continue;
          const isRead = value === 'granted' || value === 'denied';
          const tier = value === 'granted' ? 'persistent' : 'memory';
          const verdict = { tier, decided: isUpdate && isRead } as const;
          if (isUpdate) updates.set(use, verdict);
          else for (const place of readRegions(read('region'))) setDefault(place, use, verdict);
        }
        tell();
      });
      return () => {
        stop();
        timers.forEach(clearTimeout);
      };
    },
  };
}
