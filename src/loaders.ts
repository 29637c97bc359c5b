import { loadChunk } from './predictor/load/load-chunk.js';
import type { Loaders } from './predictor/load/loaders.js';

/**
 * Vite's development server copies modules, but not the weights beside them, into a cache:
 * node_modules/.vite/deps, or node_modules/.cache/vite/client/deps in Nuxt.
 */
const MOVED = /\.(vite|cache)\/.*weights/;

/**
 * The addresses of the base model and the chunks. A file directly under `src/` becomes one directly under
 * `dist/`, so they are right in both.
 */
export const loaders: Loaders = {
  // Bundlers recognise an asset by exactly this form.
  baseModel: () =>
    new URL('../weights/base.safetensors', import.meta.url).href.replace(
      MOVED,
      'nextaisle/weights',
    ),
  loadEngine: loadChunk(() => import('./predictor/engine-kit.js')),
  loadStores: loadChunk(() => import('./history/stores.js')),
  loadWebgl: loadChunk(() => import('./webgl.js')),
  loadAnalysis: loadChunk(() => import('./chunks/analysis.js')),
  loadListeners: loadChunk(() => import('./chunks/listeners.js')),
  loadFiles: loadChunk(() => import('./chunks/files.js')),
  loadSearch: loadChunk(() => import('./chunks/search.js')),
  loadShop: loadChunk(() => import('./chunks/shop.js')),
  loadProfile: loadChunk(() => import('./chunks/profile.js')),
  loadLanguages: loadChunk(() => import('./chunks/languages.js')),
  loadDevelopment: loadChunk(() => import('./chunks/development.js')),
  loadInspector: loadChunk(() => import('./inspector.js')),
};
