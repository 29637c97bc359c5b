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
import type { Prediction } from './prediction/prediction.js';
import type { RankRules } from './prediction/rank.js';
import { createPredictor } from './predictor/create-predictor.js';
import { type Shown, watchImpression } from './shelf/impression.js';
import { inertPredictor } from './predictor/inert.js';
import type { PredictorOptions } from './predictor/options.js';
import type { Predictor } from './predictor/predictor.js';
import type { Status } from './predictor/status.js';
import { loaders } from './loaders.js';

export type { Prediction, Predictor, PredictorOptions, RankRules, Shown, Status };

export type Track = (...what: Parameters<Predictor['track']>) => void;

/** What the server renders, and a page before its provider has mounted: always the same object. */
const inert = inertPredictor();
const Context = createContext<{ predictor: Predictor; track: Track }>({
  predictor: inert,
  track: inert.track,
});

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
  const [line] = useState(createLine);
  // In an effect: StrictMode mounts twice, and each mount has its own predictor and destroys it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: options are read once.
  useEffect(() => {
    if (predictor) return line.connect(predictor);
    const created = createPredictor(options, loaders);
    setOwn(created);
    const disconnect = line.connect(created);
    return () => {
      disconnect();
      created.destroy();
    };
  }, [predictor]);
  const current = predictor ?? own;
  const value = useMemo(() => ({ predictor: current, track: line.track }), [current, line]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** Effects of children run before the provider's: what they track waits for its predictor. */
function createLine() {
  const waiting: Parameters<Track>[] = [];
  let predictor: Predictor | undefined;
  const track: Track = (...what) => {
    if (predictor) predictor.track(...what);
    // Nobody may ever connect: a tree that has been unmounted.
    else if (waiting.length < 100) waiting.push(what);
  };
  const connect = (next: Predictor) => {
    predictor = next;
    for (const what of waiting.splice(0)) next.track(...what);
    return () => {
      predictor = undefined;
    };
  };
  return { track, connect };
}

/** The predictor of the provider above; one that does nothing until that has mounted. */
export function usePredictor(): Predictor {
  return useContext(Context).predictor;
}

/** `predictor.track` as one function for as long as the provider lives; usable in any effect. */
export function useTrack(): Track {
  return useContext(Context).track;
}

/** How the predictor is, to render by; `'inert'` on a server and while hydrating. */
export function useStatus(): Status['state'] {
  const predictor = usePredictor();
  return useSyncExternalStore(
    useCallback((changed) => predictor.on('statechange', changed), [predictor]),
    () => predictor.status().state,
    () => 'inert',
  );
}

/** The latest prediction, by rules of this component. Renders again after each one. */
export function usePrediction(rules?: RankRules): Prediction {
  const predictor = usePredictor();
  const snapshot = useSyncExternalStore(
    predictor.subscribe,
    predictor.getSnapshot,
    inert.getSnapshot,
  );
  // By value, because rules are usually written in place.
  const data = JSON.stringify(rules);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` and the filter stand for `rules`.
  return useMemo(
    // While hydrating the snapshot is the server's: empty, and it stays so.
    () => (rules && snapshot.id ? predictor.getSnapshot(rules) : snapshot),
    [predictor, snapshot, data, rules?.filter],
  );
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
  // A new rank is no new impression, a new item is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest is read when it is seen.
  return useCallback(
    (card) => {
      // Not by what is returned: React 18 calls with null instead.
      stop.current();
      stop.current = card ? watchImpression(card, () => latest.current) : () => {};
    },
    [item.id],
  );
}
