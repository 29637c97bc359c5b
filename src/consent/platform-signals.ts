import type { ConsentSignal } from './consent-signal.js';
import { lateSignal } from './late-signal.js';

/** The chunk of the consent platforms. */
export type PlatformModule = typeof import('./platforms.js');

/** The platforms a page may ask its shoppers through, from a chunk that only `load` brings. */
export function platformSignals(
  host: object,
  load: () => Promise<PlatformModule>,
): ConsentSignal[] {
  const globals = host as Record<string, unknown>;
  const shopify = () => (Object(globals.Shopify) as Record<string, unknown>).customerPrivacy;
  return [
    lateSignal(
      'tcf',
      () => globals.__tcfapi,
      () => load().then(({ tcf }) => tcf(host)),
    ),
    lateSignal(
      'gpp',
      () => globals.__gpp,
      () => load().then(({ gpp }) => gpp(host)),
    ),
    lateSignal('shopify', shopify, () => load().then(({ shopifyPrivacy }) => shopifyPrivacy(host))),
  ];
}
