import type { Token } from '../encoding/token.js';

export type Backend = 'cpu' | 'webgl' | 'reference';

/** What the network says after the last event of a history. Logits of actions and intent are not calibrated yet: prediction/ does that. */
export interface Output {
  /** Next action, `ACTION_TYPES` order with `leave` last: [A + 1]. */
  readonly actions: Float32Array;
  /** Purchase, cart before the session ends: [2]. */
  readonly intent: Float32Array;
  /**
   * The chance of each item to be next, given that the next action is `action`: over the whole item table
   * (trained rows, then live ones) [I], sums to 1, copy term and popularity included. The caller may change
   * the array. Must be called before the next `score`.
   * @param temperature what logits are divided by; default 1.
   */
  items(action: number, temperature?: number): Promise<Float32Array>;
}

/**
 * Runs the model: tokens come in, logits and item chances come out. An engine is a pure function of the
 * history; whether it caches is its own affair. As a history grows, the same token objects must be passed
 * again: an engine knows by identity what it has already read. Read next: transformer.ts, the whole model in
 * plain loops and the oracle of all engines; cpu/cpu-engine.ts; webgl/webgl-engine.ts; select-engine.ts,
 * which chooses between the two.
 */
export interface Engine {
  readonly backend: Backend;
  /** @param history all tokens known, oldest first; may be empty. */
  score(history: readonly Token[]): Promise<Output>;
  /** Several unrelated histories at once, for `forecast` and `explain`. */
  scoreBatch(histories: readonly (readonly Token[])[]): Promise<Output[]>;
  dispose(): void;
}
