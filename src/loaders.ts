import { loadChunk } from './predictor/load/load-chunk.js';
import type { Loaders } from './predictor/load/loaders.js';

/**
 * What every door's predictor finds beside it. It stands here because a file directly under `src/`
 * becomes one directly under `dist/`: all addresses hold in either place.
 */
export const loaders: Loaders = {
  // Written out, because this is the form that bundlers know as an asset.
  baseModel: () => new URL('../weights/base.safetensors', import.meta.url).href,
  loadEngine: loadChunk(() => import('./predictor/engine-kit.js')),
  loadStores: loadChunk(() => import('./history/stores.js')),
  loadWebgl: loadChunk(() => import('./webgl.js')),
  loadAnalysis: loadChunk(() => import('./chunks/analysis.js')),
  loadListeners: loadChunk(() => import('./chunks/listeners.js')),
};
