/** What outlives the page: loaded when consent allows it, or something kept before is to be deleted. */
export { indexedDbStore } from './indexeddb-store.js';
export { sessionStore } from './session-store.js';
