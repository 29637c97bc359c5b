import type { Tensor } from '@tensorflow/tfjs-core';
import type { Token } from '../../encoding/token.js';
import { type Model, tensor } from '../../model/model.js';
import { createEmbedding } from '../embed-token.js';
import type { ItemTable } from '../item-table.js';
import { appendProgram } from './append-program.js';
import { mixProgram, scoresProgram } from './attention-programs.js';
import type { GlBackend } from './gl-backend.js';
import { type Projection, projectProgram, projectUniforms } from './project-program.js';

/** Kept of a history for its next event: queries, keys and values of each layer, [rows, 3D]. */
export type Caches = Tensor[];

/** The transformer at fixed shapes: histories end at the last row, padding comes first. */
export function createNetwork(gl: GlBackend, model: Model, table: ItemTable) {
  const { width: D, heads: H, layers: L, ffn: F, window: W, ropeBase } = model.config;
  // Each layer needs W - 1 more events of the layer below, so upper layers have fewer rows; the top
  // has W, the window of the read-out.
  const rowsAt = (layer: number) => W + (L - layer) * (W - 1);
  const T = rowsAt(0);
  const Dh = D / H;
  const embed = createEmbedding(model, table);

  const turn = new Float32Array(W * Dh);
  for (let d = 0; d < W; d++) {
    for (let j = 0; j < Dh / 2; j++) {
      const angle = d * ropeBase ** (-j / (Dh / 2));
      turn[d * Dh + j] = Math.cos(angle);
      turn[d * Dh + Dh / 2 + j] = Math.sin(angle);
    }
  }
  const turnOnGpu = gl.keep(turn, W, Dh);
  /** Rows that enter a layer per new event; two leave the last, so that no dimension is ever 1. */
  const newRows = (layer: number) => 2 + L - layer;
  // Padded; only the first row is read. TF.js compiles another shader for one-row inputs and for
  // inputs with the shape of their output, so there are more rows than a new event brings.
  const bias = (values: Float32Array) => {
    const rows = new Float32Array((newRows(0) + 1) * values.length);
    rows.set(values);
    return gl.keep(rows, newRows(0) + 1, values.length);
  };
  const noBias = bias(new Float32Array(3 * D));
  const noBiasD = bias(new Float32Array(D));
  const layers = [...new Array(L)].map((_, l) => {
    const of = (name: string) => tensor(model, `layer.${l}.${name}`);
    return {
      qkv: gl.keep(sideBySide([of('q'), of('k'), of('v')], of('norm1')), D, 3 * D),
      o: gl.keep(of('o'), D, D),
      up: gl.keep(sideBySide([of('up')], of('norm2')), D, F),
      upBias: bias(of('up.bias')),
      down: gl.keep(of('down'), F, D),
      downBias: bias(of('down.bias')),
    };
  });

  const project = (
    x: Tensor,
    weight: Tensor,
    offset: Tensor,
    residual: Tensor,
    use: Projection,
  ): Tensor =>
    gl.run(
      projectProgram(x.shape[0], weight.shape[1] as number),
      [x, weight, offset, residual],
      projectUniforms(x.shape[1] as number, use),
    );

  /** Embeddings of the last `rows` events of each history, and the length of each history. */
  const uploadTokens = (
    histories: readonly (readonly Token[])[],
    batch: number,
    rows: number,
  ): { x: Tensor; real: Tensor } => {
    const tokens = new Float32Array(batch * rows * D);
    // Two columns and a spare row, so that no dimension is ever 1.
    const lengths = new Float32Array((batch + 1) * 2);
    histories.forEach((history, b) => {
      lengths[b * 2] = history.length;
      const real = Math.min(rows, history.length);
      for (let i = 0; i < real; i++) {
        const at = ((b + 1) * rows - real + i) * D;
        embed(history[history.length - real + i], tokens.subarray(at, at + D));
      }
    });
    return { x: gl.upload(tokens, batch * rows, D), real: gl.upload(lengths, batch + 1, 2) };
  };

  type Layer = (typeof layers)[number];
  const projectIn = (layer: Layer, x: Tensor) => project(x, layer.qkv, noBias, x, { norm: true });
  /** Runs the last `to` of each history's `from` rows through a layer; `x` has `below` of each. */
  const through = (
    layer: Layer,
    x: Tensor,
    qkv: Tensor,
    real: Tensor,
    { batch, below, from, to }: { batch: number; below: number; from: number; to: number },
  ): Tensor => {
    const rows = [[from, to]];
    const scores = gl.run(scoresProgram(model.config, batch * to), [qkv, turnOnGpu, real], rows);
    const mixed = gl.run(mixProgram(model.config, batch * to), [scores, qkv], rows);
    const seen = project(mixed, layer.o, noBiasD, x, { residualRows: [below, to] });
    const inner = project(seen, layer.up, layer.upBias, seen, { norm: true, relu: true });
    return project(inner, layer.down, layer.downBias, seen, { residualRows: [to, to] });
  };

  /**
   * Hidden states of the last W events of each history, before the final norm: [batch · W, D]; then
   * the caches. Call inside `scope`. Empty histories fill up the batch.
   */
  const forward = (histories: readonly (readonly Token[])[], batch: number): Tensor[] => {
    const { x: tokens, real } = uploadTokens(histories, batch, T);
    let x = tokens;
    const caches = layers.map((layer, l) => {
      const [below, to] = [rowsAt(l), rowsAt(l + 1)];
      const qkv = projectIn(layer, x);
      x = through(layer, x, qkv, real, { batch, below, from: below, to });
      return qkv;
    });
    return [x, ...caches];
  };

  /**
   * Hidden states of the last two events of a history: [2, D]; then the new caches. `caches` must
   * cover all events but the last. Call inside `scope`. Each layer reads one row more than it
   * returns, so that it can use the shader of `forward`.
   */
  const step = (history: readonly Token[], caches: Caches): Tensor[] => {
    const { x: tokens, real } = uploadTokens([history], 1, newRows(0));
    let x = tokens;
    const next = layers.map((layer, l) => {
      const [below, from] = [newRows(l), rowsAt(l)];
      const qkv = gl.run(
        appendProgram(from, 3 * D),
        [caches[l], projectIn(layer, x)],
        [[from - below]],
      );
      x = through(layer, x, qkv, real, { batch: 1, below, from, to: newRows(l + 1) });
      return qkv;
    });
    return [x, ...next];
  };

  return { forward, step };
}

/** Joins matrices [D, n] by columns and multiplies each row by its gain: [D, sum of n]. */
function sideBySide(parts: Float32Array[], gain: Float32Array): Float32Array {
  const rows = gain.length;
  const columns = parts.reduce((sum, part) => sum + part.length / rows, 0);
  const out = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    let at = i * columns;
    for (const part of parts) {
      const n = part.length / rows;
      for (let j = 0; j < n; j++) out[at++] = part[i * n + j] * gain[i];
    }
  }
  return out;
}
