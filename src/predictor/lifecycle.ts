/**
 * The one state of a predictor, as a table: a row a state, a column a transition, the cell the state
 * that follows. An empty cell stays where it is.
 *
 * | state     | waitedLongEnough      | loaded               | pause  | resume              | destroy   |
 * |-----------|-----------------------|----------------------|--------|---------------------|-----------|
 * | loading   | loading, not patient  | ready                | paused |                     | destroyed |
 * | ready     |                       |                      | paused |                     | destroyed |
 * | paused    | paused, the same below | paused, ready below | paused | the one it paused   | destroyed |
 * | destroyed |                       |                      |        |                     |           |
 */

/** Patient: no prediction yet, because a shelf of baselines would be replaced as soon as the model is there. */
type Loading = { state: 'loading'; patient: boolean };
type Ready = { state: 'ready' };
/** Remembers what `resume` goes back to; loading goes on under a pause. */
type Paused = { state: 'paused'; below: Loading | Ready };
type Destroyed = { state: 'destroyed' };

export type Lifecycle = Loading | Ready | Paused | Destroyed;
export type Transition = 'waitedLongEnough' | 'loaded' | 'pause' | 'resume' | 'destroy';

type Row<State> = { [T in Transition]?: (now: State) => Lifecycle };

export const FIRST: Lifecycle = { state: 'loading', patient: true };
const READY: Ready = { state: 'ready' };
const DESTROYED: Destroyed = { state: 'destroyed' };

const loading: Row<Loading> = {
  waitedLongEnough: () => ({ state: 'loading', patient: false }),
  loaded: () => READY,
  pause: (below) => ({ state: 'paused', below }),
  destroy: () => DESTROYED,
};

const ready: Row<Ready> = {
  pause: (below) => ({ state: 'paused', below }),
  destroy: () => DESTROYED,
};

const paused: Row<Paused> = {
  waitedLongEnough: ({ below }) => ({
    state: 'paused',
    below: below.state === 'ready' ? below : { state: 'loading', patient: false },
  }),
  loaded: () => ({ state: 'paused', below: READY }),
  resume: ({ below }) => below,
  destroy: () => DESTROYED,
};

const destroyed: Row<Destroyed> = {};

/** The state that follows; the same object where the transition changes nothing. */
export function follow(now: Lifecycle, transition: Transition): Lifecycle {
  const row = { loading, ready, paused, destroyed }[now.state] as Row<Lifecycle>;
  return row[transition]?.(now) ?? now;
}

/** Events are taken. */
export const isListening = ({ state }: Lifecycle): boolean =>
  state === 'loading' || state === 'ready';

/** Predictions are made. */
export const isPredicting = (now: Lifecycle): boolean =>
  now.state === 'ready' || (now.state === 'loading' && !now.patient);

/** Holds the state and tells of a change in its name. */
export function createLifecycle(onChange: (state: Lifecycle['state']) => void) {
  let now = FIRST;
  return {
    state: () => now.state,
    isListening: () => isListening(now),
    isPredicting: () => isPredicting(now),
    go(transition: Transition): void {
      const before = now;
      now = follow(before, transition);
      if (now.state !== before.state) onChange(now.state);
    },
  };
}

export type LifecycleHolder = ReturnType<typeof createLifecycle>;
