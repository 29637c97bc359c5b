import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfig } from '../../model/config.js';
import { createBatch } from '../data/batch.js';
import type { Examples } from '../data/examples.js';
import type { Piece } from '../data/pieces.js';
import { readItems } from '../network/item-read-out.js';
import type { ItemVectors } from '../network/item-vectors.js';
import { hiddenStates } from '../network/network.js';
import { unitRows } from '../network/norms.js';
import type { Parameter } from '../network/parameters.js';
import { toTensors } from '../network/tensors.js';

/** A network as it is while it trains. */
export interface InTraining {
  readonly config: ModelConfig;
  readonly examples: Examples;
  /** Popularity of each item, standardised: [I] */
  readonly popularity: Float32Array;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly vectors: ItemVectors;
}

/** What the network says about one next item, term by term. Indices are those of the pool's `items`. */
export interface NextItemTerms {
  action: number;
  /** Index of the next item, -1 when it is not in the pool. */
  target: number;
  /** scale · cosine of every item: [I]. A view: valid until the next terms are asked for. */
  similar: Float32Array;
  /** Log-odds that the next item is one of the window. */
  gate: number;
  /** Items of the window: their index, and what is added to their logit among the copies. */
  copies: { index: number; bias: number }[];
}

/** Pieces at a time: the logits of a batch are [P, I]. */
const AT_ONCE = 64;

/** The terms of every next item of some pieces. @param items an ascending run: the items of one shop. */
export function* nextItemTerms(
  network: InTraining,
  items: Int32Array,
  pieces: readonly Piece[],
): Generator<NextItemTerms> {
  const { config, examples, parameters, vectors } = network;
  for (let at = 0; at < pieces.length; at += AT_ONCE) {
    const batch = createBatch(examples, pieces.slice(at, at + AT_ONCE), config.window);
    const P = batch.scored.length;
    if (!P) continue;
    const { copies } = batch;
    const nextAction = Array.from(batch.scored, (n) => examples.nextAction[batch.example[n]]);
    let similar = new Float32Array(0);
    let [gates, biases]: ArrayLike<number>[] = [[], []];
    // Nothing is returned: tidy would walk every number of a returned array.
    tf.tidy(() => {
      const p = toTensors(parameters);
      const raw = new Float32Array((items.length + 1) * config.width);
      raw.set(vectors.gather(items), config.width);
      const unit = unitRows(tf.tensor2d(raw, [items.length + 1, config.width]));
      const input = Int32Array.from(batch.example, (e) => indexOf(examples.item[e]) + 1);
      const hidden = hiddenStates(p, config, examples, batch, input, unit, () => undefined);
      const { query, gate, bias } = readItems(p, batch, hidden, unit, input, nextAction);
      gates = gate.dataSync();
      if (bias) biases = bias.dataSync();
      const pool = tf.slice(unit, [1, 0]);
      similar = tf.matMul(query, tf.transpose(pool)).dataSync() as Float32Array<ArrayBuffer>;
    });
    let copy = 0;
    for (let q = 0; q < P; q++) {
      const terms: NextItemTerms = {
        action: nextAction[q],
        target: indexOf(examples.nextItem[batch.example[batch.scored[q]]]),
        similar: similar.subarray(q * items.length, (q + 1) * items.length),
        gate: gates[q],
        copies: [],
      };
      for (; copies.query[copy] === q; copy++) {
        const index = indexOf(copies.item[copy]);
        if (index >= 0) terms.copies.push({ index, bias: biases[copy] });
      }
      yield terms;
    }
  }

  function indexOf(item: number): number {
    // Pools are ascending runs of items, so the index follows from the first.
    const index = item - items[0];
    return item >= 0 && index >= 0 && index < items.length ? index : -1;
  }
}
