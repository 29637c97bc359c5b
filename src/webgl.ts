import type { WebglModule } from './engine/select-engine.js';
import { contend as contendWith } from './engine/contend.js';
import { createWebglEngine } from './engine/webgl/webgl-engine.js';

/**
 * The WebGL engine, TensorFlow.js and what judges the engine included: loaded only where it is worth
 * its bytes, from beside the file that asks for it.
 */
export { createWebglEngine, type WebglEngine } from './engine/webgl/webgl-engine.js';
export type { ContentFeature } from './encoding/content.js';
export type { CopiesOf, Copy, MakeChances } from './engine/copy-term.js';
export type { Backend, Engine, Output } from './engine/engine.js';
export type { ItemTable } from './engine/item-table.js';
export type { LookUp, LookUps } from './engine/look-up.js';
export type {
  EngineOptions,
  EngineStatus,
  SelectedEngine,
  WebglModule,
} from './engine/select-engine.js';
export type { GlStats } from './engine/webgl/gl-backend.js';
export type { Pause } from './lib/async/turns.js';

/** Tries the engine against the one that serves and says which should: what `backend: 'auto'` asks. */
export const contend: WebglModule['contend'] = (options, cpu, history) =>
  contendWith(createWebglEngine, options, cpu, history);
