import { ACTION_TYPES } from '../events/event.js';
import type { ModelConfig } from './config.js';
import { TOKEN_FIELDS, TOKEN_ROWS } from './token-rows.js';

/**
 * `rows`: int8 with one float scale per row. `float`: float32. `byte`, `short`: unsigned, for codes
 * and indices.
 */
export type Storage = 'rows' | 'float' | 'byte' | 'short';

export interface TensorSpec {
  /** [rows, columns] */
  shape: readonly [number, number];
  storage: Storage;
}

/** A: action types; outputs have A + 1 entries, with `leave` last. */
export const ACTIONS = ACTION_TYPES.length;
/** How often an item occurs in the window: once, twice, three or four times, more. */
export const COUNT_BUCKETS = 4;

/**
 * Every tensor of a model, by name: the one table that the reader, the writer and training follow.
 * Linear maps are [in, out]: y = x · W.
 */
export function tensorSpecs(config: ModelConfig, items: number): Map<string, TensorSpec> {
  const { width: D, ffn: F } = config;
  const specs = new Map<string, TensorSpec>();
  const add = (name: string, rows: number, columns: number, storage: Storage = 'float') => {
    if (rows * columns > 0) specs.set(name, { shape: [rows, columns], storage });
  };
  add('embed.action', ACTIONS, D, 'rows');
  for (const field of TOKEN_FIELDS) add(`embed.${field}`, TOKEN_ROWS[field], D, 'rows');
  add('embed.content', config.contentBuckets, D, 'rows');
  // One row per number of an embedding scaled to length 1, then a bias row for items that have one.
  add('embed.projection', config.embeddingLength && config.embeddingLength + 1, D, 'rows');
  // Length of the unit item vector when it enters the token sum.
  add('embed.item.scale', 1, 1);
  for (let l = 0; l < config.layers; l++) {
    add(`layer.${l}.norm1`, 1, D);
    for (const part of ['q', 'k', 'v', 'o']) add(`layer.${l}.${part}`, D, D, 'rows');
    add(`layer.${l}.norm2`, 1, D);
    add(`layer.${l}.up`, D, F, 'rows');
    add(`layer.${l}.up.bias`, 1, F);
    add(`layer.${l}.down`, F, D, 'rows');
    add(`layer.${l}.down.bias`, 1, D);
  }
  add('final.norm', 1, D);
  add('head.action', D, ACTIONS + 1);
  add('head.action.bias', 1, ACTIONS + 1);
  add('head.intent', D, 2);
  add('head.intent.bias', 1, 2);
  add('query', D, D, 'rows');
  add('query.action', ACTIONS, D, 'rows');
  // How relevant each event of the window is to the next item; see `pool` in engine/transformer.ts.
  add('pool.key', D, D / 2, 'rows');
  add('pool.query', D, D / 2, 'rows');
  add('pool.age', TOKEN_ROWS.recency, 1);
  add('pool.gain', 1, 1);
  // Multiplies the cosine between query and item.
  add('query.scale', 1, ACTIONS);
  add('popularity.weight', 1, ACTIONS);
  add('copy.age', TOKEN_ROWS.recency, ACTIONS);
  add('copy.last', ACTIONS, ACTIONS);
  add('copy.count', COUNT_BUCKETS, ACTIONS);
  // How much of its own logit an item of the window keeps, before the copy terms are added.
  add('copy.own', 1, ACTIONS);
  // Log-odds that the next item is one of the window, given the next action.
  add('copy.gate', D, ACTIONS);
  add('copy.gate.bias', 1, ACTIONS);
  if (config.subIds && items) {
    const columns = D / config.subIds;
    add('item.centroids', config.subIds * config.centroids, columns, 'rows');
    add('item.codes', items, config.subIds, 'byte');
  }
  add('item.popularity', 1, items, 'rows');
  add('item.category', 1, items, 'short');
  add('item.price', 1, items, 'byte');
  return specs;
}
