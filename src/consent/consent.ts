/*
 * This room knows how much of a shopper's history may be kept. `consent-signal.ts` has the tiers and what
 * a signal is; `consent-mode.ts`, `global-privacy-control.ts`, `tcf.ts`, `gpp.ts` and
 * `shopify-privacy.ts` are signals of a page; here they and the shop's own call become one state.
 */

import type { ConsentSignal, ConsentTier, ConsentVerdict } from './consent-signal.js';
import { CONSENT_TIERS, lowest, UNDECIDED } from './consent-signal.js';

/**
 * What a shop can set: `granted` keeps the history until it expires; `denied` keeps nothing, deletes what
 * was kept, and predictions come from the page alone; `auto` follows the signals; or a tier by its name.
 */
export type ConsentChoice = 'auto' | 'granted' | 'denied' | ConsentTier;

/** The tier in force, and where it comes from. */
export interface ConsentState extends ConsentVerdict {
  /** `explicit call`, the name of the signal that limits, or `no signal yet`. */
  reason: string;
}

export interface Consent {
  state(): ConsentState;
  /** An unknown choice may have been a refusal: memory at most, and returns false. */
  set(choice: ConsentChoice): boolean;
  destroy(): void;
}

/** The explicit call, if there is one; else the lowest tier of the signals; else `memory`. */
export function createConsent({
  mode = 'auto',
  signals,
  onChange,
}: {
  mode?: ConsentChoice;
  signals: readonly ConsentSignal[];
  /** Called after a change, never while `createConsent` runs. */
  onChange: (state: ConsentState) => void;
}): Consent {
  const verdicts = new Map<string, ConsentState>();
  let explicit: ConsentVerdict | undefined;
  const silence: ConsentState = { ...UNDECIDED, reason: 'no signal yet' };
  let state = silence;
  let started = false;

  const update = () => {
    const next = explicit
      ? { ...explicit, reason: 'explicit call' }
      : (lowest([...verdicts.values()]) ?? silence);
    const same = next.tier === state.tier && next.decided === state.decided;
    if (same && next.reason === state.reason) return;
    state = next;
    if (started) onChange(state);
  };

  const set = (choice: ConsentChoice): boolean => {
    const tier = choice === 'granted' ? 'persistent' : choice === 'denied' ? 'off' : choice;
    const isKnown = tier === 'auto' || CONSENT_TIERS.includes(tier);
    explicit = tier === 'auto' ? undefined : isKnown ? { tier, decided: true } : UNDECIDED;
    update();
    return isKnown;
  };

  set(mode);
  const stops = signals.map((signal) => {
    try {
      return signal.start((verdict) => {
        if (verdict) verdicts.set(signal.name, { ...verdict, reason: signal.name });
        else verdicts.delete(signal.name);
        if (started) update();
      });
    } catch {
      // It may be there, and forbid.
      verdicts.set(signal.name, { ...UNDECIDED, reason: signal.name });
      return () => {};
    }
  });
  update();
  started = true;
  return {
    state: () => state,
    set,
    destroy() {
      started = false;
      for (const stop of stops.reverse()) stop();
    },
  };
}
