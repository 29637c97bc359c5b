/** The state of a predictor, and what each transition makes of it: the test has it as a table. */
export interface Lifecycle {
  /** Before, no prediction is made: a shelf of baselines would be replaced as soon as the model is there. */
  ready?: true;
  /** Loading continues meanwhile. */
  paused?: boolean;
  destroyed?: true;
}

const CHANGES = {
  waitOver: { ready: true },
  pause: { paused: true },
  resume: { paused: false },
  destroy: { destroyed: true },
} as const;

export type Transition = keyof typeof CHANGES;

export const stateOf = ({ ready, paused, destroyed }: Lifecycle) =>
  destroyed ? 'destroyed' : paused ? 'paused' : ready ? 'ready' : 'loading';

export const follow = (now: Lifecycle, transition: Transition): Lifecycle => ({
  ...now,
  ...CHANGES[transition],
});

/** Whether events are accepted. */
export const isListening = ({ paused, destroyed }: Lifecycle): boolean => !paused && !destroyed;

/** Whether predictions are made. */
export const isPredicting = (now: Lifecycle): boolean => stateOf(now) === 'ready';

/** Holds the state; `onChange` is told when its name changes. */
export function createLifecycle(onChange: (state: ReturnType<typeof stateOf>) => void) {
  // Its own, each: a script may have added fields to `Object.prototype`.
  let now: Lifecycle = { ready: undefined, paused: false, destroyed: undefined };
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
