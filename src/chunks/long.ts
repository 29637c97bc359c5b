/** Loaded for a model file whose header is long: that of a very large shop. */
export { createFastLookUp, inSteps } from '../engine/long-file.js';
