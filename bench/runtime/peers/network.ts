import { createItemTable } from '../../../src/engine/item-table.js';
import { type Model, tensor } from '../../../src/model/model.js';
import { ACTIONS } from '../../../src/model/tensors.js';
import { TOKEN_FIELDS } from '../../../src/model/token-rows.js';
import type { Ops } from './ops.js';

/** `click`: the action that items are scored for. */
const CLICK = 0;
/** Fields of a token that each index a table. */
export const FIELDS = ['action', ...TOKEN_FIELDS] as const;

/** Inputs of R tokens: a row of each table; the last item row if there is no item. */
export type TokenRows<T> = { item: T } & Record<(typeof FIELDS)[number], T>;

export interface Remembered<T> {
  /** By layer: [S, D]. */
  keys: T[];
  values: T[];
  /** [S, D / 2] */
  poolKeys: T;
  /** Item vectors: [S, D]. */
  units: T;
}

export interface Said<T> {
  actions: T;
  intent: T;
  /** [1, A] */
  gates: T;
  /** Before the logits of repeats are replaced: [1, I + 1]. */
  items: T;
}

/**
 * The network of src/engine/transformer.ts up to the click logits of all items, as typically
 * exported: items are one float32 matrix.
 */
export function createPeerNetwork<T>(ops: Ops<T>, model: Model) {
  const { width: D, heads: H, layers: L } = model.config;
  const Dh = D / H;
  const columns = (name: string) => tensor(model, name);
  const weight = (name: string, rows: number) =>
    ops.constant(columns(name), [rows, columns(name).length / rows]);
  const numbers = new Map<number, T>();
  const number = (value: number) => {
    const made = numbers.get(value) ?? ops.constant(Float32Array.of(value), [1]);
    numbers.set(value, made);
    return made;
  };
  const items = itemMatrix(model);
  const table = ops.constant(items, [items.length / D, D]);
  const given = columns('query.action').slice(CLICK * D, (CLICK + 1) * D);
  const popularity = new Float32Array(items.length / D);
  const prior = columns('popularity.weight')[CLICK];
  popularity.set(columns('item.popularity').map((value) => value * prior));

  const rmsNorm = (x: T, gain: string) => {
    const square = ops.add(ops.mean(ops.multiply(x, x)), number(1e-6));
    return ops.multiply(ops.multiply(x, ops.inverseRoot(square)), weight(gain, 1));
  };
  const rotate = (x: T, rows: number, cos: T, sin: T) => {
    const heads = ops.reshape(x, [rows, H, Dh]);
    const [a, b] = [ops.slice(heads, 0, Dh / 2), ops.slice(heads, Dh / 2, Dh)];
    const turned = ops.concat([
      ops.subtract(ops.multiply(a, cos), ops.multiply(b, sin)),
      ops.add(ops.multiply(a, sin), ops.multiply(b, cos)),
    ]);
    return ops.reshape(turned, [rows, D]);
  };

  /**
   * @param rows R, the number of tokens read. @param seen S, the number of tokens attended to.
   * @param cos, sin of the angles of each: [R, 1, Dh / 2].
   * @param mask added to scores: [R, S]. @param age added to scores of the pool: [1, S].
   * @param remember joins new rows with the cache: [R, …] → [S, …].
   */
  return (
    token: TokenRows<T>,
    {
      rows,
      seen,
      cos,
      sin,
      mask,
      age,
    }: {
      rows: number;
      seen: number;
      cos: T;
      sin: T;
      mask: T;
      age: T;
    },
    remember: (read: T, what: 'keys' | 'values' | 'poolKeys' | 'units', layer: number) => T,
  ): Said<T> & Remembered<T> => {
    const unit = ops.look(table, token.item);
    let x = ops.multiply(unit, weight('embed.item.scale', 1));
    for (const field of FIELDS) {
      const name = `embed.${field}`;
      x = ops.add(x, ops.look(weight(name, columns(name).length / D), token[field]));
    }
    const keys: T[] = [];
    const values: T[] = [];
    for (let l = 0; l < L; l++) {
      const w = (name: string, from = D) => weight(`layer.${l}.${name}`, from);
      const normed = rmsNorm(x, `layer.${l}.norm1`);
      const q = rotate(ops.matMul(normed, w('q')), rows, cos, sin);
      keys.push(remember(rotate(ops.matMul(normed, w('k')), rows, cos, sin), 'keys', l));
      values.push(remember(ops.matMul(normed, w('v')), 'values', l));
      const byHead = (matrix: T, length: number, order: number[]) =>
        ops.transpose(ops.reshape(matrix, [length, H, Dh]), order);
      const dots = ops.matMul(byHead(q, rows, [1, 0, 2]), byHead(keys[l], seen, [1, 2, 0]));
      const shares = ops.softmax(ops.add(ops.multiply(dots, number(1 / Math.sqrt(Dh))), mask));
      const mixed = ops.matMul(shares, byHead(values[l], seen, [1, 0, 2]));
      const joined = ops.reshape(ops.transpose(mixed, [1, 0, 2]), [rows, D]);
      x = ops.add(x, ops.matMul(joined, w('o')));
      const inner = ops.matMul(rmsNorm(x, `layer.${l}.norm2`), w('up'));
      const active = ops.relu(ops.add(inner, w('up.bias', 1)));
      const down = ops.matMul(active, w('down', model.config.ffn));
      x = ops.add(x, ops.add(down, w('down.bias', 1)));
    }
    const states = rmsNorm(x, 'final.norm');
    const poolKeys = remember(ops.matMul(states, weight('pool.key', D)), 'poolKeys', 0);
    const units = remember(unit, 'units', 0);

    const last = ops.row(states, rows - 1);
    const look = ops.matMul(last, weight('pool.query', D));
    const dots = ops.multiply(ops.matMulTransposed(look, poolKeys), number(1 / Math.sqrt(D / 2)));
    const pooled = ops.matMul(ops.softmax(ops.add(dots, age)), units);
    const query = ops.add(
      ops.add(ops.matMul(last, weight('query', D)), ops.constant(given, [1, D])),
      ops.multiply(pooled, weight('pool.gain', 1)),
    );
    const square = ops.multiply(ops.mean(ops.multiply(query, query)), number(D));
    const length = ops.inverseRoot(ops.add(square, number(1e-6)));
    const scale = ops.multiply(length, number(columns('query.scale')[CLICK]));
    const scored = ops.matMulTransposed(ops.multiply(query, scale), table);
    const head = (name: string, out: number) =>
      ops.add(ops.matMul(last, weight(name, D)), ops.constant(columns(`${name}.bias`), [1, out]));
    return {
      actions: head('head.action', ACTIONS + 1),
      intent: head('head.intent', 2),
      gates: head('copy.gate', ACTIONS),
      items: ops.add(scored, ops.constant(popularity, [1, popularity.length])),
      keys,
      values,
      poolKeys,
      units,
    };
  };
}

/** All item vectors and a row of zeros: [I + 1, D]. */
function itemMatrix(model: Model): Float32Array {
  const { width: D } = model.config;
  const table = createItemTable(model);
  const matrix = new Float32Array((table.trained + 1) * D);
  for (let i = 0; i < table.trained; i++) table.read(i, matrix.subarray(i * D, (i + 1) * D));
  return matrix;
}
