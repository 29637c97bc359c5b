import { parentPort, workerData } from 'node:worker_threads';
import { seededRandom } from '../../lib/random.js';
import type { ThreadSetup, ThreadTask } from '../fit/gradient-threads.js';
import { createDropout } from '../network/dropout.js';
import { withScratch } from '../network/scratch.js';
import { stepGradients } from '../network/step-gradients.js';
import { startWasmBackend } from '../network/wasm-backend.js';
import type { ThreadData } from './threads.js';

/** The other end of `startThreads`: computes the gradients of its part of each step. */
export async function serveGradients(): Promise<void> {
  await startWasmBackend((workerData as ThreadData).wasmFolder);
  let setup: ThreadSetup;
  let random = seededRandom(0);
  let drop = createDropout(0, random);
  let gradients: Float32Array = new Float32Array(0);
  parentPort?.on('message', async (told: { setup?: ThreadSetup; task?: ThreadTask }) => {
    if (told.setup) {
      setup = told.setup;
      random = seededRandom(setup.seed);
      drop = createDropout(setup.dropout, () => random());
    }
    const { task } = told;
    if (!task) return;
    const { layout, inputs, seed, ...part } = task;
    // The masks of a step must not depend on the steps before it: a training may have been interrupted there.
    random = seededRandom(seed);
    if (gradients.length < inputs.length) {
      gradients = new Float32Array(new SharedArrayBuffer(Math.ceil(4.8 * inputs.length) & ~3));
    }
    const { config, examples, weights } = setup;
    const given = { ...part, ...weights, config, examples, drop };
    const filled = gradients.subarray(0, inputs.length);
    const loss = await withScratch(() => stepGradients(layout, inputs, filled, given));
    parentPort?.postMessage({ loss, gradients: filled });
  });
}
