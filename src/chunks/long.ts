/** Loaded for a model file whose header is long: that of a very large shop. */
export { inSteps } from '../model/text-in-steps.js';
