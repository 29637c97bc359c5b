import * as tf from '@tensorflow/tfjs-core';
import { setCopies } from '../../engine/copy-term.js';
import type { ModelConfig } from '../../model/config.js';
import type { Piece } from '../data/batches.js';
import { createBatch } from '../data/batches.js';
import type { Examples } from '../data/examples.js';
import type { ItemVectors } from '../network/item-vectors.js';
import { readItems, type Tensors } from '../network/item-read-out.js';
import { hiddenStates } from '../network/network.js';
import { unitRows } from '../network/ops.js';
import type { Parameter } from '../network/parameters.js';

/** A network as it is while it trains. */
export interface InTraining {
  config: ModelConfig;
  examples: Examples;
  /** Popularity of each item, standardised. */
  popularity: Float32Array;
  parameters: ReadonlyMap<string, Parameter>;
  vectors: ItemVectors;
}

/** What the network says of one next item, term by term; places are those of `items`. */
export interface Said {
  action: number;
  /** Place of the next item, -1 when it is none of them. */
  target: number;
  /** scale · cosine of every item: [I]. A view: valid until the next one is asked for. */
  similar: Float32Array;
  /** Log-odds that it is one of the window. */
  gate: number;
  /** Items of the window: place, and what is added to its logit among them. */
  copies: { place: number; bias: number }[];
}

export interface HeldOut {
  /** Share of next items among the 20 best, and the mean of 1 / rank there. */
  recall: number;
  mrr: number;
  positions: number;
}

/** Next-item recall and MRR at 20 while training, over some pieces and every item of a pool. */
export function scoreHeldOut(
  network: InTraining,
  items: Int32Array,
  pieces: readonly Piece[],
): HeldOut {
  let hits = 0;
  let reciprocal = 0;
  let positions = 0;
  const { popularity, parameters } = network;
  const value = (name: string) => parameters.get(name)?.value as Float32Array;
  const logits = new Float32Array(items.length);
  for (const { action, target, similar, gate, copies } of heldOutTerms(network, items, pieces)) {
    const prior = value('popularity.weight')[action];
    const own = value('copy.own')[action];
    for (let i = 0; i < logits.length; i++) logits[i] = similar[i] + prior * popularity[items[i]];
    const among = copies.map(({ place, bias }) => ({
      item: place,
      logit: own * logits[place] + bias,
    }));
    setCopies(logits, among, gate);
    let rank = target < 0 ? Infinity : 0;
    for (let i = 0; i < logits.length; i++) if (logits[i] >= logits[target]) rank++;
    positions++;
    if (rank > 20) continue;
    hits++;
    reciprocal += 1 / rank;
  }
  return { recall: hits / (positions || 1), mrr: reciprocal / (positions || 1), positions };
}

/** Few at a time: the logits of a batch are [P, items]. */
const AT_ONCE = 64;

/** The terms of every next item of some pieces. @param items an ascending run: the items of a shop. */
export function* heldOutTerms(
  network: InTraining,
  items: Int32Array,
  pieces: readonly Piece[],
): Generator<Said> {
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
      const p = Object.fromEntries(
        [...parameters].map(([name, { value, shape }]) => [name, tf.tensor2d(value, [...shape])]),
      ) as Tensors;
      const raw = new Float32Array((items.length + 1) * config.width);
      raw.set(vectors.gather(items), config.width);
      const unit = unitRows(tf.tensor2d(raw, [items.length + 1, config.width]));
      const input = Int32Array.from(batch.example, (e) => placeOf(examples.item[e]) + 1);
      const hidden = hiddenStates(p, config, examples, batch, input, unit, (x) => x);
      const { query, gate, bias } = readItems(p, batch, hidden, unit, input, nextAction);
      gates = gate.dataSync();
      if (bias) biases = bias.dataSync();
      const own = tf.slice(unit, [1, 0]);
      similar = tf.matMul(query, tf.transpose(own)).dataSync() as Float32Array<ArrayBuffer>;
    });
    let copy = 0;
    for (let q = 0; q < P; q++) {
      const said: Said = {
        action: nextAction[q],
        target: placeOf(examples.nextItem[batch.example[batch.scored[q]]]),
        similar: similar.subarray(q * items.length, (q + 1) * items.length),
        gate: gates[q],
        copies: [],
      };
      for (; copies.query[copy] === q; copy++) {
        const place = placeOf(copies.item[copy]);
        if (place >= 0) said.copies.push({ place, bias: biases[copy] });
      }
      yield said;
    }
  }

  function placeOf(item: number): number {
    // Pools are ascending runs of items, so the place follows from the first.
    const place = item - items[0];
    return item >= 0 && place >= 0 && place < items.length ? place : -1;
  }
}
