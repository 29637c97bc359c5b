/** Loaded when a page with a model is idle. */
export { judge } from '../engine/judge.js';
