/** The state of a predictor, and what each transition makes of it: the test has it as a table. */

type Loading = {
  state: 'loading';
  /** No prediction yet: a shelf of baselines would be replaced as soon as the model is there. */
  patient: boolean;
};
type Ready = { state: 'ready' };
/** Loading continues below a pause; `resume` returns to that state. */
type Paused = { state: 'paused'; below: Loading | Ready };
type Destroyed = { state: 'destroyed' };

export type Lifecycle = Loading | Ready | Paused | Destroyed;
export type Transition = 'waitedLongEnough' | 'loaded' | 'pause' | 'resume' | 'destroy';

export const FIRST: Lifecycle = { state: 'loading', patient: true };

/** The state that follows; the same object where nothing changes. */
export function follow(now: Lifecycle, transition: Transition): Lifecycle {
  if (now.state === 'destroyed') return now;
  if (transition === 'destroy') return { state: 'destroyed' };
  if (now.state === 'paused') {
    if (transition === 'pause') return now;
    if (transition === 'resume') return now.below;
    return { state: 'paused', below: follow(now.below, transition) as Loading | Ready };
  }
  if (transition === 'pause') return { state: 'paused', below: now };
  if (now.state === 'ready' || transition === 'resume') return now;
  return transition === 'loaded' ? { state: 'ready' } : { state: 'loading', patient: false };
}

/** Whether events are accepted. */
export const isListening = ({ state }: Lifecycle): boolean =>
  state === 'loading' || state === 'ready';

/** Whether predictions are made. */
export const isPredicting = (now: Lifecycle): boolean =>
  now.state === 'ready' || (now.state === 'loading' && !now.patient);

/** Holds the state; `onChange` is told when its name changes. */
export function createLifecycle(onChange: (state: Lifecycle['state']) => void) {
  let now = FIRST;
  return {
    state: () => now.state,
    isListening: () => isListening(now),
    isPredicting: () => isPredicting(now),
    go(transition: Transition): void {
      const before = now.state;
      now = follow(now, transition);
      if (now.state !== before) onChange(now.state);
    },
  };
}

export type LifecycleHolder = ReturnType<typeof createLifecycle>;
