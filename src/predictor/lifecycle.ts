/**
 * The state of a predictor as a table: one row per state, with the state that follows each transition.
 * A transition that is not in the row changes nothing.
 */

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
type Row<State> = { [T in Transition]?: (now: State) => Lifecycle };

export const FIRST: Lifecycle = { state: 'loading', patient: true };
const impatient = (): Loading => ({ state: 'loading', patient: false });
const ready = (): Ready => ({ state: 'ready' });
const pause = (below: Loading | Ready): Paused => ({ state: 'paused', below });
const resume = ({ below }: Paused) => below;
const destroy = (): Destroyed => ({ state: 'destroyed' });
const below = (transition: 'waitedLongEnough' | 'loaded') => (now: Paused) =>
  pause(follow(now.below, transition) as Loading | Ready);

const TABLE: {
  loading: Row<Loading>;
  ready: Row<Ready>;
  paused: Row<Paused>;
  destroyed: Row<Destroyed>;
} = {
  loading: { waitedLongEnough: impatient, loaded: ready, pause, destroy },
  ready: { pause, destroy },
  paused: { waitedLongEnough: below('waitedLongEnough'), loaded: below('loaded'), resume, destroy },
  destroyed: {},
};

/** The state that follows; the same object where nothing changes. */
export function follow(now: Lifecycle, transition: Transition): Lifecycle {
  return (TABLE[now.state] as Row<Lifecycle>)[transition]?.(now) ?? now;
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
