import type { Token } from '../encoding/token.js';
import { corrupt } from '../model/safetensors.js';
import { type PredictorError, toPredictorError } from '../lib/errors.js';
import type { Environment } from '../lib/environment.js';
import type { Pause } from '../lib/async/turns.js';
import type { Model } from '../model/model.js';
import { createCpuEngine } from './cpu/cpu-engine.js';
import type { Backend, Engine } from './engine.js';
import type { ItemTable } from './item-table.js';
import type { Refuse } from './read-out.js';
import { fileHash, wrongFiles } from './wrong-files.js';

/** The WebGL chunk. It also holds the code that compares the engines: other pages never load that. */
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
  /** It is the file that is wrong, and not a device: no engine is asked any more. */
  onWrong?(error: PredictorError): unknown;
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
  const isForced = want === 'webgl';
  /** Where WebGL is forced, it judges itself before it serves. */
  let isJudged = isForced;
  let status: EngineStatus = {
    backend: isForced ? 'webgl' : 'cpu',
    reason: want === 'auto' ? 'WebGL is probed when idle.' : `The ${want} engine was asked for.`,
  };
  let chosen: SelectedEngine | undefined;
  let disposed = false;
  let undo = () => {};

  const fail = (error: PredictorError) => {
    status = { ...status, reason: error.message, error };
    options.onChange?.(status);
  };
  const refuse: Refuse = (detail) => {
    const error = corrupt(detail);
    if (!status.error) {
      wrongFiles.push(fileHash(model));
      fail(error);
      options.onWrong?.(error);
    }
    return error;
  };
  const cpu = createCpuEngine(model, table, pause, refuse);

  const load = async (history: readonly Token[]) => {
    try {
      const webgl = await (isForced
        ? options.loadWebgl()
        : (await import('./judge.js')).judge(options, cpu, refuse));
      if (!disposed) chosen = webgl?.contend(options, cpu, history);
    } catch (thrown) {
      const error = toPredictorError(thrown, 'BACKEND_UNAVAILABLE');
      if (isForced) fail(error);
      else status = { ...status, reason: error.message };
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
        if (!isJudged && history.length && isVisible()) {
          isJudged = true;
          const tokens = history.slice();
          undo = environment.idle(() => void load(tokens));
        }
        return output;
      },
      scoreBatch: async (histories) => (await serving()).scoreBatch(histories),
    },
    status: () => (status.error ? status : (chosen?.status() ?? status)),
    dispose() {
      disposed = true;
      undo();
      chosen?.dispose();
    },
  };
}
