import type { Item } from '../events/item.js';
import { badOption } from '../lib/bad-option.js';
import { callbackFailed } from '../lib/callback-failed.js';
import type { PredictorError } from '../lib/errors.js';
import { ownFields } from '../lib/own-fields.js';
import { type Mode, nonceOfPage } from './ask-browser.js';

/**
 * Asked for from this chance on. Chosen on the validation parts of five real logs: at most half a page is
 * wasted per page view on each of them (docs/evidence/instant.md).
 */
const LEAST_CHANCE = 0.1;

/** How `startInstant()` asks. */
export interface InstantOptions {
  /**
   * `prefetch` (default) gets the page's HTML. `prerender` also loads and runs it, out of sight, where the
   * browser can and has the memory; elsewhere it prefetches.
   */
  mode?: Mode;
  /** Asks for a product from this chance on, 0 … 1. */
  minProbability?: number;
  /** Allows addresses with a query, such as `/product?id=7`; default false. */
  queries?: boolean;
  /** The nonce of the page's policy, where no script of the page has it. */
  nonce?: string;
  /** The address of a product, where its `url` and the links of the page do not tell it. */
  address?(item: Readonly<Item>): string | undefined;
  /** False keeps an address from being asked for. */
  allow?(url: URL): boolean;
}

const KINDS: Readonly<Record<keyof InstantOptions, string>> = {
  address: 'f',
  allow: 'f',
  minProbability: 'p',
  mode: 's',
  nonce: 's',
  queries: 'b',
};

export interface InstantSettings {
  mode: Mode;
  minProbability: number;
  queries: boolean;
  nonce: string;
  address(item: Readonly<Item>): unknown;
  allow(url: URL): boolean;
}

/** Checks options that anybody may have written: a value that cannot be used is reported. */
export function readOptions(
  given: InstantOptions | undefined,
  onFault: (error: PredictorError) => void,
): InstantSettings {
  const own = ownFields<InstantOptions>('instant', given, KINDS, onFault);
  /** What the shop's function answers, unless it throws. */
  const call = <T>(name: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (thrown) {
      onFault(callbackFailed(`instant.${name}`, thrown));
      return undefined;
    }
  };
  const { address, allow, mode = 'prefetch' } = own;
  const isMode = /^pre(fetch|render)$/.test(mode);
  if (!isMode) onFault(badOption('instant.mode', mode));
  return {
    mode: isMode ? mode : 'prefetch',
    minProbability: Number(own.minProbability ?? LEAST_CHANCE),
    queries: own.queries === true,
    nonce: own.nonce ?? nonceOfPage(),
    address: (item) => call('address', () => address?.(item)),
    // A promise is no word yet: only true allows.
    allow: (url) => !allow || call('allow', () => allow(new URL(url))) === true,
  };
}
