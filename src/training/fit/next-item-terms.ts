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
import { placeIn } from './pools.js';

/** A network as it is while it trains. */
export interface InTraining {
  readonly config: ModelConfig;
  readonly examples: Examples;
  /** Popularity of each item, standardised: [I] */
  readonly popularity: Float32Array;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly vectors: ItemVectors;
}

/**
 * What the network says about one next item, term by term. Indices are those of the pool's items; then come
 * items that only this batch has, which compete where they are in the window.
 */
export interface NextItemTerms {
  action: number;
  /** Index of the next item, -1 when it can only be ranked in other windows. */
  target: number;
  /** The item at each index: [I] */
  items: Int32Array;
  /** scale · cosine of every item: [I]. A view: valid until the next terms are asked for. */
  similar: Float32Array;
  /** Log-odds that the next item is one of the window. */
  gate: number;
  /** Items of the window: their index, and what is added to their logit among the copies. */
  copies: { index: number; bias: number }[];
}

/** Pieces at a time, and fewer for a large catalog: the logits of a batch are [P, I]. */
const AT_ONCE = 64;
const MOST_LOGITS = 6.4e6;

/** The terms of every next item of some pieces. @param pool items of one shop, ascending. */
export function* nextItemTerms(
  network: InTraining,
  pool: Int32Array,
  pieces: readonly Piece[],
): Generator<NextItemTerms> {
  const { config, examples, parameters, vectors } = network;
  const atOnce = Math.max(1, Math.min(AT_ONCE, Math.floor(MOST_LOGITS / pool.length)));
  for (let at = 0; at < pieces.length; at += atOnce) {
    const batch = createBatch(examples, pieces.slice(at, at + atOnce), config.window);
    const others = new Map<number, number>();
    for (const e of batch.example) {
      const item = examples.item[e];
      if (item >= 0 && placeIn(pool, item) < 0 && !others.has(item))
        others.set(item, pool.length + others.size);
    }
    const items = Int32Array.from([...pool, ...others.keys()]);
    const indexOf = (item: number) => others.get(item) ?? placeIn(pool, item);
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
      const all = tf.slice(unit, [1, 0]);
      similar = tf.matMul(query, tf.transpose(all)).dataSync() as Float32Array<ArrayBuffer>;
    });
    let copy = 0;
    for (let q = 0; q < P; q++) {
      const next = examples.nextItem[batch.example[batch.scored[q]]];
      const terms: NextItemTerms = {
        action: nextAction[q],
        target: placeIn(pool, next),
        items,
        similar: similar.subarray(q * items.length, (q + 1) * items.length),
        gate: gates[q],
        copies: [],
      };
      for (; copies.query[copy] === q; copy++) {
        const index = indexOf(copies.item[copy]);
        terms.copies.push({ index, bias: biases[copy] });
        if (copies.item[copy] === next) terms.target = index;
      }
      yield terms;
    }
  }
}
