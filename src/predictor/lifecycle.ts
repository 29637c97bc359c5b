/** The state of a predictor, and what each transition makes of it: the test has it as a table. */
export interface Lifecycle {
  /** Before, no prediction is made: a shelf of baselines would be replaced as soon as the model is there. */
  waited?: true;
  loaded?: true;
  /** Loading continues meanwhile. */
  paused?: boolean;
  destroyed?: true;
}

const CHANGES = {
  waitedLongEnough: { waited: true },
  loaded: { loaded: true },
  pause: { paused: true },
  resume: { paused: false },
  destroy: { destroyed: true },
} as const;

export type Transition = keyof typeof CHANGES;

export const stateOf = ({ loaded, paused, destroyed }: Lifecycle) =>
  destroyed ? 'destroyed' : paused ? 'paused' : loaded ? 'ready' : 'loading';

export const follow = (now: Lifecycle, transition: Transition): Lifecycle => ({
  ...now,
  ...CHANGES[transition],
});

/** Whether events are accepted. */
export const isListening = ({ paused, destroyed }: Lifecycle): boolean => !paused && !destroyed;

/** Whether predictions are made. */
export const isPredicting = (now: Lifecycle): boolean =>
  isListening(now) && !!(now.loaded || now.waited);

/** Holds the state; `onChange` is told when its name changes. */
export function createLifecycle(onChange: (state: ReturnType<typeof stateOf>) => void) {
  let now: Lifecycle = {};
  const state = () => stateOf(now);
  return {
    state,
    isListening: () => isListening(now),
    isPredicting: () => isPredicting(now),
    go(transition: Transition): void {
      const before = state();
      now = follow(now, transition);
      if (state() !== before) onChange(state());
    },
  };
}

export type LifecycleHolder = ReturnType<typeof createLifecycle>;
