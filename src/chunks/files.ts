/** Loaded where a catalog is given, and when a model file cannot be read. */
export { modelFault } from '../predictor/load/describe-file.js';
export { readCatalog } from '../predictor/load/read-catalog.js';
