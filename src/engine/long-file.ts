/** What only the files of very large shops need: their headers are long, and so are their catalogs. */
export { inSteps } from '../model/text-in-steps.js';
export { createFastLookUp } from './machine-code/look-up.js';
