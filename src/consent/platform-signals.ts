import { own } from '../lib/own.js';
import type { ConsentSignal } from './consent-signal.js';
import { lateSignal } from './late-signal.js';

/** The code of the consent platforms, as `platforms.ts` exports it: each under the name of its signal. */
export interface PlatformModule {
  tcf(host: object): ConsentSignal;
  gpp(host: object): ConsentSignal;
  shopify(host: object): ConsentSignal;
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
  const late = (name: keyof PlatformModule, isHere: () => unknown) =>
    lateSignal(name, isHere, () => load().then((platforms) => platforms[name](host)));
  return [
    late('tcf', () => globals.__tcfapi),
    late('gpp', () => globals.__gpp),
    late('shopify', () => own(globals.Shopify, 'customerPrivacy')),
  ];
}
