import type { Token } from '../encoding/token.js';

export type Backend = 'cpu' | 'webgl' | 'reference';

/** What the network says after the last event of a history. Logits of actions and intent are raw: calibration is prediction's job. */
export interface Output {
  /** Next action, `ACTION_TYPES` order with `leave` last: [A + 1]. */
  readonly actions: Float32Array;
  /** Purchase, cart before the session ends: [2]. */
  readonly intent: Float32Array;
  /**
   * The chance of each item to be next given that the next action is `action`, over the whole item table
   * (trained, then live): [I], sums to 1. With the copy term and the popularity prior in. The array is the caller's.
   * To be asked for before the next call of `score`.
   * @param temperature what logits are divided by; default 1.
   */
  items(action: number, temperature?: number): Promise<Float32Array>;
}

/**
 * Runs the model. An engine is a pure function of the history it is handed: how it remembers
 * (a KV cache, nothing) is its own affair. The same token objects must be passed again as a
 * history grows, so that an engine sees by identity what it has already read.
 */
export interface Engine {
  readonly backend: Backend;
  /** @param history all tokens known, oldest first; may be empty. */
  score(history: readonly Token[]): Promise<Output>;
  /** Several unrelated histories at once, for `forecast` and `explain`. */
  scoreBatch(histories: readonly (readonly Token[])[]): Promise<Output[]>;
  dispose(): void;
}
