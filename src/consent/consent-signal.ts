/** How long the history is kept: not at all; while the page lives; until the tab closes; until it expires. */
export type ConsentTier = 'off' | 'memory' | 'session' | 'persistent';

/** From the least to the most. */
export const CONSENT_TIERS: readonly ConsentTier[] = ['off', 'memory', 'session', 'persistent'];

/** The most a signal allows. */
export interface ConsentVerdict {
  tier: ConsentTier;
  /**
   * True when the shopper chose it. A consent default or a browser setting deletes only this page's
   * events; a choice deletes stored ones too.
   */
  decided: boolean;
}

/** The shopper has not been asked yet, or the answer cannot be read. */
export const UNDECIDED: ConsentVerdict = { tier: 'memory', decided: false };

/** The verdict that allows least; of two alike, a choice before a default. */
export function lowest<V extends ConsentVerdict>(verdicts: readonly V[]): V | undefined {
  const order = ({ tier, decided }: V) => 2 * CONSENT_TIERS.indexOf(tier) - Number(decided);
  return verdicts.length
    ? verdicts.reduce((low, one) => (order(one) < order(low) ? one : low))
    : undefined;
}

/** A source of consent on the page: a platform, a browser setting. */
export interface ConsentSignal {
  readonly name: string;
  /**
   * Reports at once what is known, and every change; `undefined` means that it has no opinion.
   * @returns the undo.
   */
  start(report: (verdict: ConsentVerdict | undefined) => void): () => void;
}
