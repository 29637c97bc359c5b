import type { Token } from '../encoding/token.js';

export type Backend = 'cpu' | 'webgl' | 'reference';

/**
 * The network's output after the last event of a history. Logits of actions and intent are not
 * calibrated yet: prediction/ does that.
 */
export interface Output {
  /** Next action, `ACTION_TYPES` order with `leave` last: [A + 1]. */
  readonly actions: Float32Array;
  /** Logits of a purchase and of a cart before the session ends: [2]. */
  readonly intent: Float32Array;
  /**
   * Chance of each item to be next, given that the next action is `action`: [I], over the whole
   * item table (trained rows, then live ones). Sums to 1; copy term and popularity are included.
   * The caller may change the array. Must be called before the next `score`.
   * @param temperature divides the logits; default 1.
   */
  items(action: number, temperature?: number): Promise<Float32Array>;
}

/**
 * Runs the model: tokens come in, logits and item chances come out. The output depends on the
 * history alone; an engine may cache. As a history grows, pass the same token objects again: an
 * engine recognises by identity what it has already read. Read next: transformer.ts, the whole
 * model in plain loops and the oracle of all engines; cpu/cpu-engine.ts; webgl/webgl-engine.ts;
 * select-engine.ts, which chooses between the two.
 */
export interface Engine {
  readonly backend: Backend;
  /** @param history all tokens known, oldest first; may be empty. */
  score(history: readonly Token[]): Promise<Output>;
  /** Several unrelated histories at once, for `forecast` and `explain`. */
  scoreBatch(histories: readonly (readonly Token[])[]): Promise<Output[]>;
  dispose(): void;
}
