import { own } from '../lib/own.js';
import type { ConsentSignal } from './consent-signal.js';
import { lateSignal } from './late-signal.js';

/** The code of the consent platforms, as `platforms.ts` exports it. */
export interface PlatformModule {
  tcf(host: object): ConsentSignal;
  gpp(host: object): ConsentSignal;
  shopifyPrivacy(host: object): ConsentSignal;
}

/**
 * The signals of consent platforms, whose code `load` brings.
 * @param host the window.
 */
export function platformSignals(
  host: object,
  load: () => Promise<PlatformModule>,
): ConsentSignal[] {
  const globals = host as Record<string, unknown>;
  const shopify = () => own(globals.Shopify, 'customerPrivacy');
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
