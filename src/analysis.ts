/** What only some pages ask for: loaded at the first `explain()` or `forecast()`, from beside the file that asks. */
export { explain } from './prediction/explain.js';
export { forecast } from './prediction/forecast.js';
