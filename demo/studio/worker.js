import { catalog, itemOf } from '../catalog.js';
import { say } from '../lang/say.js';
import { modelFile } from './engine.js';

let worker;
let asked = 0;
const waiting = new Map();

function start() {
  worker = new Worker(new URL('../../dist/studio-worker.js', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }) => {
    const { resolve, reject, onProgress } = waiting.get(data.id) ?? {};
    if (data.kind === 'measuring') return onProgress?.(data.done, data.of);
    waiting.delete(data.id);
    if (data.kind === 'failed') reject?.(new Error(data.message));
    else resolve?.(data);
  };
  worker.onerror = ({ message }) => {
    const failed = [...waiting.values()];
    waiting.clear();
    worker = undefined;
    ready = undefined;
    for (const { reject } of failed) reject(new Error(message || say('The worker did not start.')));
  };
}

const send = (question, onProgress) =>
  new Promise((resolve, reject) => {
    if (!worker) start();
    const id = ++asked;
    waiting.set(id, { resolve, reject, onProgress });
    worker.postMessage({ id, ...question });
  });

let ready;

/** Asks the worker, which has the model by then. */
export async function ask(question, onProgress) {
  const file = await modelFile();
  ready ??= send({ kind: 'model', file, catalog: catalog.map(itemOf) });
  try {
    await ready;
  } catch (error) {
    ready = undefined;
    throw error;
  }
  return send(question, onProgress);
}
