import type { Token } from '../../../src/encoding/token.js';
import type { Measurable } from '../measure.js';
import { angleInputs, causalMask, ringInputs, type Shape, tokenInputs } from './inputs.js';

interface OrtTensor {
  data: Float32Array;
}
interface OrtSession {
  run(feeds: Record<string, OrtTensor>): Promise<Record<string, OrtTensor>>;
}
/** The part of onnxruntime-web that we use. */
interface Ort {
  env: { wasm: { wasmPaths: string; numThreads: number } };
  Tensor: new (
    type: 'float32' | 'int32',
    data: Float32Array | Int32Array,
    shape: readonly number[],
  ) => OrtTensor;
  InferenceSession: { create(file: Uint8Array): Promise<OrtSession> };
}

/**
 * onnxruntime-web on wasm with one thread: more need cross-origin isolation, which shops lack.
 * @param isStepping reads the first W events at once, then one at a time with a cache. Otherwise
 *   reads the last W events again for each prediction.
 */
export async function openOrt(
  shape: Shape,
  file: (name: 'full' | 'step') => Promise<ArrayBuffer>,
  isStepping: boolean,
): Promise<Measurable> {
  const library = '/peers/ort.wasm.bundle.min.mjs';
  const ort = (await import(library)) as Ort;
  ort.env.wasm.wasmPaths = '/peers/';
  ort.env.wasm.numThreads = 1;
  const { window: W, width: D, heads: H } = shape;
  const open = async (name: 'full' | 'step') =>
    ort.InferenceSession.create(new Uint8Array(await file(name)));
  const floats = (data: Float32Array, ...dims: number[]) => new ort.Tensor('float32', data, dims);
  const tokensOf = (tokens: readonly Token[]) =>
    Object.fromEntries(
      Object.entries(tokenInputs(tokens, shape.items)).map(([name, rows]) => [
        name,
        new ort.Tensor('int32', rows, [rows.length]),
      ]),
    );
  const anglesOf = (positions: readonly number[]) => {
    const { cos, sin } = angleInputs(positions, shape);
    const dims = [positions.length, 1, D / H / 2];
    return { cos: floats(cos, ...dims), sin: floats(sin, ...dims) };
  };
  const places = Array.from({ length: W }, (_, i) => i);
  const full = await open('full');
  const readAll = (history: readonly Token[]) =>
    full.run({
      ...tokensOf(history.slice(-W)),
      ...anglesOf(places),
      mask: floats(causalMask(W), W, W),
      age: floats(ringInputs(W - 1, shape).age, 1, W),
    });
  if (!isStepping)
    return {
      predict: async (history) => (await readAll(history)).items.data,
      says: 'logits',
      forgets: true,
    };

  let step: OrtSession | undefined;
  let known: Record<string, OrtTensor> = {};
  let position = W;
  return {
    async predict(history) {
      if (!step) known = await readAll(history);
      else {
        const ring = ringInputs(position, shape);
        const remembered = Object.entries(known).filter(([name]) => name.endsWith('.out'));
        known = await step.run({
          ...tokensOf(history.slice(-1)),
          ...anglesOf([position++]),
          ...Object.fromEntries(remembered.map(([name, value]) => [name.slice(0, -4), value])),
          mask: floats(ring.mask, 1, W),
          age: floats(ring.age, 1, W),
          slot: floats(ring.slot, W, 1),
          others: floats(ring.others, W, 1),
        });
      }
      return known.items.data;
    },
    says: 'logits',
    async afterFirst() {
      step = await open('step');
    },
  };
}
