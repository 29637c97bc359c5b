/** Loaded at the first search. */
export { searched } from '../prediction/searched.js';
