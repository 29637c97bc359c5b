/** Loaded on a page that is not in English, and where the option `texts` is given. */
export { follow } from '../language/follow.js';
