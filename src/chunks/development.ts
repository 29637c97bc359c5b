/** Loaded in development, at the first fault: explains it in the console. */
export { explain } from './explain-fault.js';
