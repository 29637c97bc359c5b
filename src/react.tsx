import type { ReactNode } from 'react';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { createEarlyCalls } from './lib/async/early-calls.js';
import { loaders } from './loaders.js';
import type { Prediction } from './prediction/prediction.js';
import type { RankRules } from './prediction/rank.js';
import { createPredictor } from './predictor/create-predictor.js';
import { inertPredictor } from './predictor/inert.js';
import { missingPredictor } from './predictor/missing-predictor.js';
import type { PredictorOptions } from './predictor/options.js';
import type { Predictor } from './predictor/predictor.js';
import type { Status } from './predictor/status.js';
import { type Shown, watchImpression } from './shelf/impression.js';
import { createRuleCut } from './shelf/rule-cut.js';

export type { Prediction, Predictor, PredictorOptions, RankRules, Shown, Status };

/**
 * `predictor.track`. What comes before the provider has made its predictor waits for it, at most a
 * hundred calls: true then means that it waits, and `status().events.refused` counts what is refused later.
 */
export type Track = Predictor['track'];

/** What the server renders, and a page before its provider has mounted: always the same object. */
const inert = inertPredictor();
interface Provided {
  predictor: Predictor;
  track: Track;
}
const Context = createContext<Provided | undefined>(undefined);

let missing: Provided | undefined;
/** What the provider above gives; without one, a predictor that does nothing and says so. */
function useProvided(): Provided {
  const provided = useContext(Context);
  if (provided) return provided;
  if (typeof window === 'undefined') return { predictor: inert, track: inert.track };
  if (!missing) {
    const predictor = missingPredictor(
      'PredictorProvider',
      'A hook of nextaisle/react has no <PredictorProvider> above it: nothing is tracked or predicted. Put <PredictorProvider options={{ … }}> around your app.',
      loaders,
    );
    missing = { predictor, track: predictor.track };
  }
  return missing;
}

/** One of `predictor` and `options`. */
export interface PredictorProviderProps {
  /** A predictor of your own: it is not destroyed here. */
  predictor?: Predictor;
  /** Or the options of one that lives as long as this provider. Read once. */
  options?: PredictorOptions;
  children?: ReactNode;
}

/** Gives the components below it a predictor: `usePredictor`, `usePrediction`. */
export function PredictorProvider({ predictor, options, children }: PredictorProviderProps) {
  const [own, setOwn] = useState<Predictor>(inert);
  // Effects of children run before the provider's: what they track waits.
  const [calls] = useState(createEarlyCalls<Parameters<Track>>);
  // In an effect: StrictMode mounts twice, and each mount has its own predictor and destroys it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: options are read once.
  useEffect(() => {
    if (predictor) return calls.connect(predictor.track);
    const created = createPredictor(options, loaders);
    setOwn(created);
    const disconnect = calls.connect(created.track);
    return () => {
      disconnect();
      created.destroy();
    };
  }, [predictor]);
  const current = predictor ?? own;
  const value = useMemo(() => ({ predictor: current, track: calls.call }), [current, calls]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** The predictor of the provider above; one that does nothing until that has mounted. */
export function usePredictor(): Predictor {
  return useProvided().predictor;
}

/** `predictor.track` as one function for as long as the provider lives; usable in any effect. */
export function useTrack(): Track {
  return useProvided().track;
}

/** The state of the predictor, to render by; `'inert'` on a server and while hydrating. */
export function useStatus(): Status['state'] {
  const predictor = usePredictor();
  return useSyncExternalStore(
    useCallback((changed) => predictor.on('statechange', changed), [predictor]),
    () => predictor.status().state,
    () => 'inert',
  );
}

/**
 * The latest prediction, by rules of this component. Renders again after each one. Rules may be written in
 * place, functions too: the result is the same object until it differs. A function that is the same at each
 * render (`useCallback`) saves ranking again.
 */
export function usePrediction(rules?: RankRules): Prediction {
  const predictor = usePredictor();
  const snapshot = useSyncExternalStore(
    predictor.subscribe,
    predictor.getSnapshot,
    inert.getSnapshot,
  );
  const [cut] = useState(createRuleCut);
  // While hydrating the snapshot is the server's, which is empty and stays so.
  return rules && snapshot.id ? cut(predictor, snapshot, rules) : snapshot;
}

/**
 * The `ref` of a card: dispatches `nextaisle:impression` with `{ item, rank, prediction }` on it,
 * once, when half of it has been visible for a second.
 */
export function useImpression(item: Shown): (card: Element | null) => void {
  const predictor = usePredictor();
  const latest = useRef({ predictor, item });
  const stop = useRef(() => {});
  useEffect(() => {
    latest.current = { predictor, item };
  });
  // A new item is a new impression, a new rank is not.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest is read when the card is seen.
  return useCallback(
    (card) => {
      // React 18 calls with null; it ignores a returned clean-up.
      stop.current();
      stop.current = card ? watchImpression(card, () => latest.current) : () => {};
    },
    [item.id],
  );
}
