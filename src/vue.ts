import {
  type App,
  computed,
  type ComputedRef,
  getCurrentInstance,
  inject,
  type InjectionKey,
  type MaybeRefOrGetter,
  type ObjectDirective,
  onMounted,
  onScopeDispose,
  type Ref,
  shallowRef,
  toValue,
} from 'vue';
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

export interface PredictorPluginOptions {
  /** A predictor of your own: it is not destroyed here. */
  predictor?: Predictor;
  /** Or the options of one that lives as long as the app. */
  options?: PredictorOptions;
}

const inert = inertPredictor();
let missing: Predictor | undefined;
const KEY: InjectionKey<Predictor> = Symbol('nextaisle');

/** `app.use(predictorPlugin, { options: { consent: 'granted' } })`. */
export const predictorPlugin = {
  install(app: App, { predictor, options }: PredictorPluginOptions = {}): void {
    const provided = predictor ?? createPredictor(options, loaders);
    app.provide(KEY, provided);
    if (!predictor) app.onUnmount(() => provided.destroy());
  },
};

/** The predictor of this app; one that does nothing where there is no plugin, or no page. */
export function usePredictor(): Predictor {
  const provided = inject(KEY, undefined);
  if (provided || typeof window === 'undefined') return provided ?? inert;
  missing ??= missingPredictor(
    'predictorPlugin',
    'A composable of nextaisle/vue has no plugin: nothing is tracked or predicted. Call app.use(predictorPlugin, { options: { … } }).',
    loaders,
  );
  return missing;
}

/** `predictor.track`, usable at once. */
export function useTrack(): Predictor['track'] {
  return usePredictor().track;
}

/** The state of the predictor, to render by; `'inert'` on a server and while hydrating. */
export function useStatus(): Readonly<Ref<Status['state']>> {
  const predictor = usePredictor();
  return live<Status['state']>(
    'inert',
    () => predictor.status().state,
    (changed) => predictor.on('statechange', changed),
  );
}

/**
 * The latest prediction, by rules of this component: given as they are, as a ref or as a getter. It is
 * ranked again when a ref changes that the getter or a function among the rules reads.
 */
export function usePrediction(
  rules?: MaybeRefOrGetter<RankRules | undefined>,
): ComputedRef<Prediction> {
  const predictor = usePredictor();
  const snapshot = live(inert.getSnapshot(), () => predictor.getSnapshot(), predictor.subscribe);
  return computed(() => {
    const given = toValue(rules);
    return given && snapshot.value.id ? predictor.getSnapshot(given) : snapshot.value;
  });
}

/**
 * A directive: `const vImpression = useImpression()`, then `<li v-impression="item">` dispatches
 * `nextaisle:impression` with `{ item, rank, prediction }`, once, when half of it has been visible
 * for a second.
 */
export function useImpression(): ObjectDirective<Element, Shown> {
  const predictor = usePredictor();
  const watched = new WeakMap<Element, { item: Shown; stop: () => void }>();
  const watch = (card: Element, item: Shown) => {
    const entry = { item, stop: () => {} };
    entry.stop = watchImpression(card, () => ({ predictor, item: entry.item }));
    watched.set(card, entry);
  };
  return {
    mounted: (card, { value }) => watch(card, value),
    updated(card, { value }) {
      const entry = watched.get(card);
      // A new item is a new impression, a new rank is not.
      if (entry?.item.id === value.id) entry.item = value;
      else {
        entry?.stop();
        watch(card, value);
      }
    },
    beforeUnmount: (card) => watched.get(card)?.stop(),
  };
}

/** Reads the predictor from when the component is mounted; until then the value is what the server rendered. */
function live<T>(
  first: T,
  read: () => T,
  subscribe: (changed: () => void) => () => void,
): Readonly<Ref<T>> {
  const value = shallowRef(first);
  let stop = () => {};
  const follow = () => {
    const update = () => {
      value.value = read();
    };
    stop = subscribe(update);
    update();
  };
  if (getCurrentInstance()) onMounted(follow);
  else follow();
  onScopeDispose(() => stop());
  return value;
}
