/**
 * The whole model in plain loops, from tokens to logits, readable from top to bottom. Slow and kept
 * for ever: the oracle that every other engine is compared with.
 *
 * A decoder-only, pre-norm causal transformer (Vaswani et al. 2017; RMSNorm, Zhang & Sennrich 2019;
 * rotary positions, Su et al. 2021) with sliding-window attention over the last W events.
 * Letters: T events, D width, H heads, Dh width per head, F inner width, A actions, I items.
 */
import { agoBucket, type Token } from '../encoding/token.js';
import { type Model, tensor } from '../model/model.js';
import { ACTIONS } from '../model/tensors.js';
import { TOKEN_FIELDS } from '../model/token-rows.js';
import { countBucket, repeatsOf, setCopies } from './copy-term.js';
import type { Engine, Output } from './engine.js';
import type { ItemTable } from './item-table.js';

type Vector = number[];

/** Masked scores: -1e4 and not -1e9, which half floats on phones cannot hold. */
const MASKED = -1e4;

export function forward(model: Model, table: ItemTable, history: readonly Token[]): Vector[] {
  const { width: D, heads: H, layers: L, window: W } = model.config;
  const Dh = D / H;

  // Each token is a sum of embeddings: [T, D].
  let x: Vector[] = history.map((token) => embed(model, table, token));

  for (let l = 0; l < L; l++) {
    const weight = (name: string) => tensor(model, `layer.${l}.${name}`);

    // Attention: softmax(Q Kᵀ / √Dh + mask) V, mask = causal ∧ window.
    const normed = x.map((row) => rmsNorm(row, weight('norm1')));
    const q = normed.map((row, t) => rotate(linear(row, weight('q')), t, model));
    const k = normed.map((row, t) => rotate(linear(row, weight('k')), t, model));
    const v = normed.map((row) => linear(row, weight('v')));
    x = x.map((row, t) => {
      const mixed: Vector = new Array(D).fill(0);
      for (let h = 0; h < H; h++) {
        const scores = k.map((key, s) => {
          if (s > t || s <= t - W) return MASKED;
          let dot = 0;
          for (let j = h * Dh; j < (h + 1) * Dh; j++) dot += q[t][j] * key[j];
          return dot / Math.sqrt(Dh);
        });
        const share = softmax(scores);
        for (let s = 0; s < share.length; s++) {
          for (let j = h * Dh; j < (h + 1) * Dh; j++) mixed[j] += share[s] * v[s][j];
        }
      }
      return add(row, linear(mixed, weight('o')));
    });

    // Feed-forward: relu(x · up + b) · down + b.
    x = x.map((row) => {
      const inner = linear(rmsNorm(row, weight('norm2')), weight('up'), weight('up.bias'));
      const active = inner.map((value) => Math.max(0, value));
      return add(row, linear(active, weight('down'), weight('down.bias')));
    });
  }
  return x.map((row) => rmsNorm(row, tensor(model, 'final.norm')));
}

/** The token sum: [D]. */
function embed(model: Model, table: ItemTable, token: Token): Vector {
  const { width: D } = model.config;
  const unit = new Float32Array(D);
  table.read(token.item, unit);
  const scale = tensor(model, 'embed.item.scale')[0];
  const fields = ['action', ...TOKEN_FIELDS] as const;
  return [...unit].map((value, j) =>
    fields.reduce(
      (sum, field) => sum + tensor(model, `embed.${field}`)[token[field] * D + j],
      scale * value,
    ),
  );
}

/** Pairs (j, j + Dh/2) of each head turn by an angle that grows with the position. */
function rotate(row: Vector, position: number, model: Model): Vector {
  const { width: D, heads: H, ropeBase } = model.config;
  const half = D / H / 2;
  const turned = row.slice();
  for (let h = 0; h < H; h++) {
    for (let j = 0; j < half; j++) {
      const angle = position * ropeBase ** (-j / half);
      const a = h * 2 * half + j;
      const b = a + half;
      turned[a] = row[a] * Math.cos(angle) - row[b] * Math.sin(angle);
      turned[b] = row[a] * Math.sin(angle) + row[b] * Math.cos(angle);
    }
  }
  return turned;
}

/** Next action with `leave` last: [A + 1]. Purchase, cart before the session ends: [2]. */
export function heads(model: Model, hidden: Vector): { actions: Vector; intent: Vector } {
  return {
    actions: linear(hidden, tensor(model, 'head.action'), tensor(model, 'head.action.bias')),
    intent: linear(hidden, tensor(model, 'head.intent'), tensor(model, 'head.intent.bias')),
  };
}

/** How much the last event looks at each event of the window, oldest first; they sum to 1. */
export function lookShares(model: Model, states: readonly Vector[]): Vector {
  const last = states.length - 1;
  if (last < 0) return [];
  const query = linear(states[last], tensor(model, 'pool.query'));
  const from = Math.max(0, last - model.config.window + 1);
  return softmax(
    states
      .slice(from)
      .map(
        (state, i) =>
          scaledDot(query, linear(state, tensor(model, 'pool.key'))) +
          tensor(model, 'pool.age')[agoBucket(last - from - i + 1)],
      ),
  );
}

/**
 * The item vectors of the window, weighed by how much the last event looks at each: [D]. A query that is a
 * mean of items lies among items (CORE, Hou et al. 2022).
 */
function pool(
  model: Model,
  table: ItemTable,
  history: readonly Token[],
  states: readonly Vector[],
): Vector {
  const pooled: Vector = new Array(model.config.width).fill(0);
  const shares = lookShares(model, states);
  const from = history.length - shares.length;
  const unit = new Float32Array(pooled.length);
  shares.forEach((share, i) => {
    table.read(history[from + i].item, unit);
    for (let j = 0; j < pooled.length; j++) pooled[j] += share * unit[j];
  });
  return pooled;
}

/**
 * Next item given `action`: scale · cos(query, item) + popularity, then the copies set against the rest: [I].
 * Cosine softmax as in NISER (Gupta et al. 2019).
 * @param states what `forward` says of the history.
 */
export function itemLogits(
  model: Model,
  table: ItemTable,
  history: readonly Token[],
  states: readonly Vector[],
  action: number,
): Vector {
  const { width: D, window: W } = model.config;
  const hidden = lastState(model, states);
  const gain = tensor(model, 'pool.gain')[0];
  const raw = [
    [...tensor(model, 'query.action').subarray(action * D, (action + 1) * D)],
    pool(model, table, history, states).map((value) => gain * value),
  ].reduce(add, linear(hidden, tensor(model, 'query')));
  const length = Math.sqrt(raw.reduce((sum, value) => sum + value * value, 1e-6));
  const scale = tensor(model, 'query.scale')[action];
  const popularity = model.tensors.get('item.popularity');
  const unit = new Float32Array(D);
  const logits: Vector = [];
  for (let i = 0; i < table.size; i++) {
    table.read(i, unit);
    let dot = 0;
    for (let j = 0; j < D; j++) dot += raw[j] * unit[j];
    // New items have no popularity yet: the mean, 0.
    const prior = tensor(model, 'popularity.weight')[action] * (popularity?.[i] ?? 0);
    logits.push((scale * dot) / length + prior);
  }
  const gate = linear(hidden, tensor(model, 'copy.gate'), tensor(model, 'copy.gate.bias'))[action];
  const copies = repeatsOf(history, W).map(({ item, ago, last, times }) => ({
    item,
    logit:
      tensor(model, 'copy.own')[action] * logits[item] +
      tensor(model, 'copy.age')[agoBucket(ago) * ACTIONS + action] +
      tensor(model, 'copy.last')[last * ACTIONS + action] +
      tensor(model, 'copy.count')[countBucket(times) * ACTIONS + action],
  }));
  setCopies(logits, copies, gate);
  return logits;
}

/** An empty history reads as a hidden state of zeros. */
export const lastState = (model: Model, states: readonly Vector[]): Vector =>
  states[states.length - 1] ?? new Array(model.config.width).fill(0);

/** The oracle as an engine. */
export function createReferenceEngine(model: Model, table: ItemTable): Engine {
  const score = async (history: readonly Token[]): Promise<Output> => {
    const states = forward(model, table, history);
    const { actions, intent } = heads(model, lastState(model, states));
    return {
      actions: Float32Array.from(actions),
      intent: Float32Array.from(intent),
      async items(action, temperature = 1) {
        const logits = itemLogits(model, table, history, states, action);
        return Float32Array.from(softmax(logits.map((logit) => logit / temperature)));
      },
    };
  };
  return {
    backend: 'reference',
    score,
    scoreBatch: (histories) => Promise.all(histories.map(score)),
    dispose() {},
  };
}

/** x · W (+ b) with W [in, out] row after row: [out]. */
function linear(x: Vector, weight: Float32Array, bias?: Float32Array): Vector {
  const columns = weight.length / x.length;
  const out: Vector = bias ? [...bias] : new Array(columns).fill(0);
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < columns; j++) out[j] += x[i] * weight[i * columns + j];
  }
  return out;
}

function rmsNorm(x: Vector, gain: Float32Array): Vector {
  const meanSquare = x.reduce((sum, value) => sum + value * value, 0) / x.length;
  const inverse = 1 / Math.sqrt(meanSquare + 1e-6);
  return x.map((value, j) => value * inverse * gain[j]);
}

function softmax(scores: Vector): Vector {
  const peak = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  const shares = scores.map((score) => Math.exp(score - peak));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

/** q · k / √P */
const scaledDot = (q: Vector, k: Vector): number =>
  q.reduce((sum, value, j) => sum + value * k[j], 0) / Math.sqrt(q.length);

const add = (a: Vector, b: Vector): Vector => a.map((value, j) => value + b[j]);
