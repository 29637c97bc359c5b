/** Loaded by the script tag, when consent first allows a store: all that a store needs, in one file. */
export { openStores } from '../history/stores.js';
