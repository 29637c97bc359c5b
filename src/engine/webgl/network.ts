import type { Tensor } from '@tensorflow/tfjs-core';
import type { Token } from '../../encoding/token.js';
import { type Model, tensor } from '../../model/model.js';
import { createEmbedding } from '../embed-token.js';
import type { ItemTable } from '../item-table.js';
import { mixProgram, scoresProgram } from './attention-programs.js';
import type { GlBackend } from './gl-backend.js';
import { type Projection, projectProgram, projectUniforms } from './project-program.js';

/** The transformer at a fixed shape: histories end at the last row, padding comes first. */
export function createNetwork(gl: GlBackend, model: Model, table: ItemTable) {
  const { width: D, heads: H, layers: L, ffn: F, window: W, ropeBase } = model.config;
  // Each layer needs W - 1 events of the layer below, so rows fall away towards the top, where the
  // window of the read-out is left.
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
  // Three rows, of which only the first is read: not one, and not as many as come out, so that no shape
  // of an input is that of its output, for which TensorFlow.js has a shader of its own.
  const bias = (values: Float32Array) => {
    const rows = new Float32Array(3 * values.length);
    rows.set(values);
    return gl.keep(rows, 3, values.length);
  };
  const noBias = bias(new Float32Array(3 * D));
  const noBiasD = bias(new Float32Array(D));
  const layers = Array.from({ length: L }, (_, l) => {
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

  /**
   * Hidden states before the final norm of the last W events of `batch` histories: [batch · W, D].
   * Inside `scope`. Fewer histories than `batch` are filled up with empty ones.
   */
  const forward = (histories: readonly (readonly Token[])[], batch: number): Tensor => {
    const tokens = new Float32Array(batch * T * D);
    // Two columns and a spare row, so that no side is ever 1.
    const lengths = new Float32Array((batch + 1) * 2);
    histories.forEach((history, b) => {
      const real = Math.min(T, history.length);
      lengths[b * 2] = real;
      for (let i = 0; i < real; i++) {
        const at = ((b + 1) * T - real + i) * D;
        embed(history[history.length - real + i], tokens.subarray(at, at + D));
      }
    });
    const real = gl.upload(lengths, batch + 1, 2);
    let x = gl.upload(tokens, batch * T, D);
    layers.forEach((layer, l) => {
      const below = rowsAt(l);
      const above = rowsAt(l + 1);
      const rows = [[below, above]];
      const qkv = project(x, layer.qkv, noBias, x, { norm: true });
      const scores = gl.run(
        scoresProgram(model.config, batch * above),
        [qkv, turnOnGpu, real],
        rows,
      );
      const mixed = gl.run(mixProgram(model.config, batch * above), [scores, qkv], rows);
      const seen = project(mixed, layer.o, noBiasD, x, { residualRows: [below, above] });
      const inner = project(seen, layer.up, layer.upBias, seen, { norm: true, relu: true });
      x = project(inner, layer.down, layer.downBias, seen, { residualRows: [above, above] });
    });
    return x;
  };

  /** Picks the hidden state of the event `ago` events back in history `b`, 1 being the last, and norms it: [D]. */
  const hiddenOf = (states: Float32Array, b: number, ago: number): Float64Array => {
    const gain = tensor(model, 'final.norm');
    const row = (b + 1) * W - ago;
    const hidden = Float64Array.from(states.subarray(row * D, (row + 1) * D));
    let square = 0;
    for (const value of hidden) square += value * value;
    const inverse = 1 / Math.sqrt(square / D + 1e-6);
    return hidden.map((value, j) => value * inverse * gain[j]);
  };

  return { forward, hiddenOf };
}

/** Matrices [D, n] beside one another, each row times its gain: [D, sum of n]. */
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
