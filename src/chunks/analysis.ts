/** Loaded at the first `explain()`, `forecast()`, `when()` or `lift()`. */
export { explain } from '../prediction/explain.js';
export { forecast } from '../prediction/forecast.js';
export { liftOf } from '../moments/lift.js';
export { scorerOf } from '../prediction/scorer-of.js';
export { createMoments } from '../moments/moments.js';
