/**
 * What may be kept: nothing at all; in this page's memory; until the tab closes; until it expires.
 */
export type ConsentTier = 'off' | 'memory' | 'session' | 'persistent';

/** From the least to the most. */
export const CONSENT_TIERS: readonly ConsentTier[] = ['off', 'memory', 'session', 'persistent'];

/** The most a signal allows. */
export interface ConsentVerdict {
  tier: ConsentTier;
  /**
   * True when the shopper chose it. A default or a browser setting limits what is kept from now on;
   * only a choice deletes what an earlier visit was allowed to keep.
   */
  decided: boolean;
}

/** Nobody has been asked yet, or the answer cannot be read. */
export const UNDECIDED: ConsentVerdict = { tier: 'memory', decided: false };

/** The verdict that limits most, and of equal ones a choice before a default. */
export function lowest<V extends ConsentVerdict>(verdicts: readonly V[]): V | undefined {
  const order = ({ tier, decided }: V) => 2 * CONSENT_TIERS.indexOf(tier) - Number(decided);
  return verdicts.length
    ? verdicts.reduce((low, one) => (order(one) < order(low) ? one : low))
    : undefined;
}

/** Somebody on the page who knows what the shopper agreed to. */
export interface ConsentSignal {
  readonly name: string;
  /**
   * Reports at once when something is known, and on every change; `undefined` means it says nothing.
   * @returns the undo.
   */
  start(report: (verdict: ConsentVerdict | undefined) => void): () => void;
}
