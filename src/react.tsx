import type { ReactNode } from 'react';
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Prediction } from './prediction/prediction.js';
import type { RankRules } from './prediction/rank.js';
import { createPredictor } from './predictor/create-predictor.js';
import { inertPredictor } from './predictor/inert.js';
import type { PredictorOptions } from './predictor/options.js';
import type { Predictor } from './predictor/predictor.js';

export type { Prediction, Predictor, PredictorOptions, RankRules };

/** What the server renders, and a page before its provider has mounted: always the same object. */
const inert = inertPredictor();
const Context = createContext<Predictor>(inert);

export interface PredictorProviderProps {
  /** A predictor of your own: it is not destroyed here. */
  predictor?: Predictor;
  /** Or the options of one that lives as long as this provider. Read once. */
  options?: PredictorOptions;
  children?: ReactNode;
}

export function PredictorProvider({ predictor, options, children }: PredictorProviderProps) {
  const [own, setOwn] = useState<Predictor>(inert);
  // In an effect: StrictMode mounts twice, and each mount has its own predictor and destroys it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: options are read once.
  useEffect(() => {
    if (predictor) return;
    const created = createPredictor(options, {
      baseModel: () => new URL('../weights/base.safetensors', import.meta.url).href,
      loadEngine: () => import('./predictor/engine-kit.js'),
      loadWebgl: () => import('./webgl.js'),
      loadAnalysis: () => import('./analysis.js'),
      loadListeners: () => import('./listeners.js'),
    });
    setOwn(created);
    return () => created.destroy();
  }, [predictor]);
  return <Context.Provider value={predictor ?? own}>{children}</Context.Provider>;
}

/** The predictor of the provider above; one that does nothing until that has mounted. */
export function usePredictor(): Predictor {
  return useContext(Context);
}

/** The latest prediction, by rules of this component. Renders again after each one. */
export function usePrediction(rules?: RankRules): Prediction {
  const predictor = useContext(Context);
  const snapshot = useSyncExternalStore(
    predictor.subscribe,
    predictor.getSnapshot,
    inert.getSnapshot,
  );
  const { k, filter, exclude, maxPerCategory, minProbability, only } = rules ?? {};
  // By value, because rules are usually written in place.
  const lists = JSON.stringify([exclude, only]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `lists` and the fields stand for `rules`.
  return useMemo(
    // While hydrating the snapshot is the server's: empty, and it stays so.
    () => (rules && snapshot.id ? predictor.getSnapshot(rules) : snapshot),
    [predictor, snapshot, k, filter, lists, maxPerCategory, minProbability],
  );
}
