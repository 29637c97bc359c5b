import { createInstant, type Instant, noInstant } from './instant/instant.js';
import type { InstantOptions } from './instant/options.js';
import type { Predictor } from './predictor/predictor.js';

/**
 * Asks the browser for the product pages that are likely next, before the click: at most two at a time, of
 * this origin, by speculation rules, or by prefetch links where there are none. Never a cart, a checkout,
 * an account or a way out. The shop's own server sees which pages are asked for. Returns what it does, and
 * the undo; on a server it does nothing.
 */
export function startInstant(predictor: Predictor, options?: InstantOptions): Instant {
  if (typeof window === 'undefined' || typeof document === 'undefined') return noInstant();
  return createInstant(predictor, options);
}

export type { AskedBy, Mode } from './instant/ask-browser.js';
export type { LeftOut, LeftOutReason } from './instant/choose.js';
export type { InstantCounts } from './instant/counts.js';
export type { Instant, InstantReason, InstantStatus } from './instant/instant.js';
export type { InstantOptions } from './instant/options.js';
