import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { KernelConfig, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Starts TensorFlow.js on its wasm backend.
 * @param folder where the backend's binaries lie, with a slash at the end.
 */
export async function startWasmBackend(folder: string): Promise<void> {
  setWasmPaths(folder);
  tf.registerKernel(unsortedSegmentSum);
  await tf.setBackend('wasm');
  await tf.ready();
}

const read = (info: TensorInfo) => (info as Tensor).dataSync();

/** The gradient of `gather`, for which the wasm backend has no kernel of its own. */
const unsortedSegmentSum: KernelConfig = {
  kernelName: 'UnsortedSegmentSum',
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs }) => {
    const { x, segmentIds } = inputs as Record<string, TensorInfo>;
    const { numSegments } = attrs as unknown as { numSegments: number };
    const rows = read(x);
    const ids = read(segmentIds);
    const columns = ids.length ? rows.length / ids.length : 0;
    const sums = new Float32Array(numSegments * columns);
    for (let r = 0; r < ids.length; r++) {
      const to = ids[r] * columns;
      for (let c = 0; c < columns; c++) sums[to + c] += rows[r * columns + c];
    }
    return tf.tensor(sums, [numSegments, ...x.shape.slice(1)], 'float32');
  },
};
