/** The stores: loaded when consent allows one, or when something stored before has to be deleted. */
export { indexedDbStore } from './indexeddb-store.js';
export { sessionStore } from './session-store.js';
