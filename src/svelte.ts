import { getContext, onDestroy, setContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { toStore } from 'svelte/store';
import type { Prediction } from './prediction/prediction.js';
import type { RankRules } from './prediction/rank.js';
import { createPredictor } from './predictor/create-predictor.js';
import { type Shown, watchImpression } from './shelf/impression.js';
import { inertPredictor } from './predictor/inert.js';
import { missingPredictor } from './predictor/missing-predictor.js';
import type { PredictorOptions } from './predictor/options.js';
import type { Predictor } from './predictor/predictor.js';
import type { Status } from './predictor/status.js';
import { loaders } from './loaders.js';

export type { Prediction, Predictor, PredictorOptions, RankRules, Shown, Status };

/** A value to read in markup, `$derived` and `$effect` as `x.current`, or as a store, `$x`. */
export interface Live<T> {
  readonly current: T;
  subscribe(run: (value: T) => void): () => void;
}

const inert = inertPredictor();
let missing: Predictor | undefined;
const KEY = Symbol('nextaisle');

/**
 * Gives the components below a predictor that lives as long as this one: in the layout,
 * `providePredictor({ options: { consent: 'granted' } })`.
 * @param given.predictor one of your own instead: it is not destroyed here.
 */
export function providePredictor(
  given: { predictor?: Predictor; options?: PredictorOptions } = {},
): Predictor {
  const predictor = given.predictor ?? createPredictor(given.options, loaders);
  if (!given.predictor) onDestroy(() => predictor.destroy());
  return setContext(KEY, predictor);
}

/** The predictor of a component above; one that does nothing where there is none, or no page. */
export function usePredictor(): Predictor {
  const provided = getContext<Predictor | undefined>(KEY);
  if (provided || typeof window === 'undefined') return provided ?? inert;
  missing ??= missingPredictor(
    'providePredictor',
    'A function of nextaisle/svelte has no providePredictor() in a component above it: nothing is tracked or predicted. Call providePredictor({ options: { … } }) in the layout.',
    loaders,
  );
  return missing;
}

/** `predictor.track`, usable at once. */
export function useTrack(): Predictor['track'] {
  return usePredictor().track;
}

/** The state of the predictor, to render by; `'inert'` on a server. */
export function useStatus(): Live<Status['state']> {
  const predictor = usePredictor();
  return live(
    () => predictor.status().state,
    (changed) => predictor.on('statechange', changed),
  );
}

/**
 * The latest prediction, by rules of this component: given as they are, or as a getter. It is ranked again
 * when state changes that the getter or a function among the rules reads.
 */
export function usePrediction(rules?: RankRules | (() => RankRules | undefined)): Live<Prediction> {
  const predictor = usePredictor();
  const read = () => {
    const snapshot = predictor.getSnapshot();
    const given = typeof rules === 'function' ? rules() : rules;
    return given && snapshot.id ? predictor.getSnapshot(given) : snapshot;
  };
  return live(read, predictor.subscribe);
}

/**
 * `const impression = useImpression()`, then `<li {@attach impression(item)}>` dispatches
 * `nextaisle:impression` with `{ item, rank, prediction }`, once, when half of it has been visible
 * for a second.
 */
export function useImpression(): (item: Shown) => (card: Element) => (() => void) | undefined {
  const predictor = usePredictor();
  const seen = new WeakMap<Element, string>();
  return (item) => (card) => {
    // An attachment is made again for each prediction; a new rank is no new impression.
    if (seen.get(card) === item.id) return;
    return watchImpression(card, () => {
      seen.set(card, item.id);
      return { predictor, item };
    });
  };
}

/** A value that the predictor changes, or state that `read` reads. */
function live<T>(read: () => T, follow: (changed: () => void) => () => void): Live<T> {
  const track = createSubscriber(follow);
  const current = () => {
    track();
    return read();
  };
  return {
    get current() {
      return current();
    },
    subscribe: (run) => toStore(current).subscribe(run),
  };
}
