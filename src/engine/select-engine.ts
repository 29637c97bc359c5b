import type { Token } from '../encoding/token.js';
import { type PredictorError, toPredictorError } from '../lib/errors.js';
import type { Environment } from '../lib/environment.js';
import type { Pause } from '../lib/async/turns.js';
import type { Model } from '../model/model.js';
import { createCpuEngine } from './cpu/cpu-engine.js';
import type { Backend, Engine } from './engine.js';
import type { ItemTable } from './item-table.js';
import { isWorthProbing } from './worth-probing.js';

/** The WebGL chunk. It also holds the code that judges the engine: other pages never load that. */
export interface WebglModule {
  /** @param history history for the probe of `auto`; empty where WebGL is forced. */
  contend(options: EngineOptions, cpu: Engine, history: readonly Token[]): SelectedEngine;
}

export interface EngineStatus {
  backend: Backend;
  /** Why this backend serves, in one sentence. */
  reason: string;
  /** Set when a forced engine cannot run. */
  error?: PredictorError;
}

export interface EngineOptions {
  model: Model;
  table: ItemTable;
  want: 'auto' | 'cpu' | 'webgl';
  /** `() => import('./webgl.js')` in a door. */
  loadWebgl(): Promise<WebglModule>;
  environment: Environment;
  pause?: Pause;
  onChange?(status: EngineStatus): void;
  /** Probes run only while true: in a hidden tab slowed timers would distort them. */
  isVisible?(): boolean;
}

export interface SelectedEngine {
  /** Always answers, with whichever engine serves; rejects only if a forced engine cannot run. */
  engine: Pick<Engine, 'score' | 'scoreBatch'>;
  status(): EngineStatus;
  dispose(): void;
}

export const isOnView = () =>
  typeof document === 'undefined' || document.visibilityState === 'visible';

/** `auto` starts on cpu and never waits for WebGL; the chunk is loaded only where it may win. */
export function selectEngine(options: EngineOptions): SelectedEngine {
  const { model, table, want, environment, pause, isVisible = isOnView } = options;
  const cpu = createCpuEngine(model, table, pause);
  const isForced = want === 'webgl';
  /** Whether to load the chunk after the next prediction that has a history to probe with. */
  let isDue = want === 'auto' && isWorthProbing(model.config, table.trained);
  let status: EngineStatus = {
    backend: isForced ? 'webgl' : 'cpu',
    reason: isDue
      ? 'WebGL is probed when the page is idle.'
      : want === 'auto'
        ? 'The cpu engine is faster for a model of this size.'
        : `The ${want} engine was asked for.`,
  };
  let chosen: SelectedEngine | undefined;
  let disposed = false;
  let undo = () => {};

  const load = async (history: readonly Token[]) => {
    try {
      const { contend } = await options.loadWebgl();
      if (!disposed) chosen = contend(options, cpu, history);
    } catch (thrown) {
      const error = toPredictorError(thrown, 'BACKEND_UNAVAILABLE');
      status = { ...status, reason: error.message };
      if (!isForced) return;
      status.error = error;
      options.onChange?.(status);
    }
  };
  const loading = isForced && load([]);

  const serving = async () => {
    await loading;
    if (status.error) throw status.error;
    return chosen?.engine ?? cpu;
  };

  return {
    engine: {
      async score(history) {
        const output = await (await serving()).score(history);
        if (isDue && history.length && isVisible()) {
          isDue = false;
          const tokens = history.slice();
          undo = environment.idle(() => void load(tokens));
        }
        return output;
      },
      scoreBatch: async (histories) => (await serving()).scoreBatch(histories),
    },
    status: () => chosen?.status() ?? status,
    dispose() {
      disposed = true;
      undo();
      chosen?.dispose();
    },
  };
}
