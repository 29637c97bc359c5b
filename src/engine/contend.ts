import type { Token } from '../encoding/token.js';
import { rareError, PredictorError, toPredictorError } from '../lib/errors.js';
import { parseGolden } from '../model/golden.js';
import type { Pause } from '../lib/async/turns.js';
import type { Model } from '../model/model.js';
import type { Backend, Engine, Output } from './engine.js';
import { agreesWithGolden, TOLERANCE } from './golden.js';
import type { ItemTable } from './item-table.js';
import { probe } from './probe.js';
import {
  type EngineOptions,
  type EngineStatus,
  isOnView,
  type SelectedEngine,
} from './select-engine.js';

/** An engine whose device may take its context away at any time. */
export interface GpuEngine extends Engine {
  onLost(listener: () => void): void;
}

/** Switch to WebGL only if it needs at most this share of the cpu engine's time. */
const MARGIN = 0.8;
/** One entry per rebuild. A waking device loses its context once; a broken driver, repeatedly. */
const REBUILD_AFTER_MS = [300, 30_000];

/**
 * Judges WebGL by golden vectors and a timed probe, switches to it when it wins, and returns to the
 * cpu engine when WebGL fails or loses its context.
 * @param history history for the probe; not used where WebGL is forced.
 */
export function contend(
  createGpuEngine: (model: Model, table: ItemTable, pause?: Pause) => Promise<GpuEngine>,
  { model, table, want, environment, pause, onChange, isVisible = isOnView }: EngineOptions,
  cpu: Engine,
  history: readonly Token[],
): SelectedEngine {
  const isForced = want === 'webgl';
  let gpu: GpuEngine | undefined;
  let status: EngineStatus = isForced
    ? { backend: 'webgl', reason: 'The webgl engine was asked for.' }
    : { backend: 'cpu', reason: 'WebGL is probed when idle.' };
  let losses = 0;
  let disposed = false;
  /** After a loss: probe again once the page is visible. */
  let isDue = false;
  let latest = history;
  let undo = () => {};

  const become = (backend: Backend, reason: string, error?: PredictorError) => {
    const changed = backend !== status.backend || error !== status.error;
    status = { backend, reason, error };
    if (changed && !disposed) onChange?.(status);
  };
  const drop = () => {
    gpu?.dispose();
    gpu = undefined;
  };

  const fail = (thrown: unknown) => {
    const error = toPredictorError(thrown, 'BACKEND_UNAVAILABLE');
    become(status.backend, error.message, error);
  };

  const open = async () => {
    const golden = parseGolden(model.golden, table.trained);
    const engine = await createGpuEngine(model, table, pause);
    const agrees =
      !golden || (await agreesWithGolden(engine, golden, TOLERANCE, model.config.window));
    if (disposed || !agrees) {
      engine.dispose();
      throw rareError(disposed ? 'DESTROYED' : 'ENGINE_MISMATCH');
    }
    engine.onLost(() => {
      // A candidate that does not serve yet needs no fallback: its probe fails.
      if (engine !== gpu) return;
      drop();
      if (isForced) return fail('context lost');
      become('cpu', 'The WebGL context was lost.');
      if (losses < REBUILD_AFTER_MS.length) {
        undo = environment.after(REBUILD_AFTER_MS[losses++], () => {
          isDue = true;
          schedule(latest);
        });
      }
    });
    return engine;
  };
  const tryWebgl = async (history: readonly Token[]) => {
    let candidate: GpuEngine | undefined;
    try {
      candidate = await open();
      const { cpuMs, gpuMs } = await probe(
        cpu,
        candidate,
        history,
        model.config,
        environment.clock,
      );
      const times = `${gpuMs.toFixed(1)} ms on WebGL, ${cpuMs.toFixed(1)} ms on cpu`;
      if (disposed || gpuMs > cpuMs * MARGIN) {
        candidate.dispose();
        become('cpu', `The cpu engine was faster in a probe on this device: ${times}.`);
      } else {
        gpu = candidate;
        become('webgl', `WebGL was faster in a probe on this device: ${times}.`);
      }
    } catch (thrown) {
      candidate?.dispose();
      become('cpu', toPredictorError(thrown, 'BACKEND_UNAVAILABLE').message);
    }
  };
  const forced = isForced
    ? open().then((engine) => {
        gpu = engine;
      }, fail)
    : void tryWebgl(history);

  const schedule = (history: readonly Token[]) => {
    if (!isDue || disposed || !history.length || !isVisible()) return;
    isDue = false;
    undo = environment.idle(() => void tryWebgl(history));
  };

  /** Asks the serving engine; when WebGL fails, the cpu engine answers the same question. */
  const ask = async <T>(question: (engine: Engine) => Promise<T>): Promise<T> => {
    await forced;
    if (isForced) {
      if (!gpu) throw status.error ?? new PredictorError('BACKEND_UNAVAILABLE');
      return question(gpu);
    }
    const asked = gpu;
    if (!asked) return question(cpu);
    try {
      return await question(asked);
    } catch (thrown) {
      if (asked === gpu) {
        drop();
        become('cpu', toPredictorError(thrown, 'BACKEND_UNAVAILABLE').message);
      }
      return question(cpu);
    }
  };
  /** The context may be lost between an output and its item scores. */
  const safe = (output: Output, history: readonly Token[]): Output => ({
    ...output,
    items: (action, temperature) =>
      output.items(action, temperature).catch(async (thrown) => {
        if (isForced) throw thrown;
        return (await cpu.score(history)).items(action, temperature);
      }),
  });

  return {
    engine: {
      async score(history) {
        const tokens = history.slice();
        latest = tokens;
        const output = await ask((engine) => engine.score(tokens));
        schedule(latest);
        return gpu ? safe(output, tokens) : output;
      },
      async scoreBatch(histories) {
        const outputs = await ask((engine) => engine.scoreBatch(histories));
        return gpu ? outputs.map((output, i) => safe(output, histories[i].slice())) : outputs;
      },
    },
    status: () => status,
    dispose() {
      disposed = true;
      undo();
      drop();
    },
  };
}
