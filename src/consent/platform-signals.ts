import type { ConsentSignal } from './consent-signal.js';
import { lateSignal } from './late-signal.js';

/** The chunk of the consent platforms. */
export type PlatformModule = typeof import('./platforms.js');

/** The platforms a page may ask its shoppers through, from a chunk that only `load` brings. */
export function platformSignals(
  host: Record<string, unknown>,
  load: () => Promise<PlatformModule>,
): ConsentSignal[] {
  const shopify = () => (Object(host.Shopify) as Record<string, unknown>).customerPrivacy;
  return [
    lateSignal(
      'tcf',
      () => host.__tcfapi,
      () => load().then(({ tcf }) => tcf(host)),
    ),
    lateSignal(
      'gpp',
      () => host.__gpp,
      () => load().then(({ gpp }) => gpp(host)),
    ),
    lateSignal('shopify', shopify, () => load().then(({ shopifyPrivacy }) => shopifyPrivacy(host))),
  ];
}
