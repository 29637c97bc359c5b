import type { ConsentSignal, ConsentTier, ConsentVerdict } from './consent-signal.js';
import { CONSENT_TIERS, lowest, UNDECIDED } from './consent-signal.js';

/**
 * What a shop may say: `granted` keeps history until it expires, `denied` keeps nothing at all (what
 * was kept is deleted, and predictions come from the page alone), `auto` leaves it to the signals;
 * or a tier by its name.
 */
export type ConsentChoice = 'auto' | 'granted' | 'denied' | ConsentTier;

/** The tier in force, and who decided it. */
export interface ConsentState extends ConsentVerdict {
  /** `explicit call`, the name of the signal that limits, or `no signal yet`. */
  reason: string;
}

export interface Consent {
  state(): ConsentState;
  /** False when the choice is not one of the known ones: nothing changes. */
  set(choice: ConsentChoice): boolean;
  destroy(): void;
}

/**
 * The rule: an explicit call wins over everything; else the lowest of what the signals say; else
 * this page's memory.
 */
export function createConsent(options: {
  mode?: ConsentChoice;
  signals: readonly ConsentSignal[];
  /** Called after a change, never while `createConsent` runs. */
  onChange: (state: ConsentState) => void;
}): Consent {
  const verdicts = new Map<string, ConsentState>();
  let explicit: ConsentTier | undefined;
  const silence: ConsentState = { ...UNDECIDED, reason: 'no signal yet' };
  let state = silence;
  let started = false;

  const update = () => {
    const next = explicit
      ? { tier: explicit, decided: true, reason: 'explicit call' }
      : (lowest([...verdicts.values()]) ?? silence);
    const same = next.tier === state.tier && next.decided === state.decided;
    if (same && next.reason === state.reason) return;
    state = next;
    if (started) options.onChange(state);
  };

  const set = (choice: ConsentChoice): boolean => {
    const tier = choice === 'granted' ? 'persistent' : choice === 'denied' ? 'off' : choice;
    if (tier !== 'auto' && !CONSENT_TIERS.includes(tier)) return false;
    explicit = tier === 'auto' ? undefined : tier;
    update();
    return true;
  };

  set(options.mode ?? 'auto');
  const stops = options.signals.map((signal) => {
    try {
      return signal.start((verdict) => {
        if (verdict) verdicts.set(signal.name, { ...verdict, reason: signal.name });
        else verdicts.delete(signal.name);
        if (started) update();
      });
    } catch {
      // A signal that cannot start says nothing.
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
