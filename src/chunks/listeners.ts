/** What a page with a platform on it loads: who starts the sources, each from a file of its own. */
export { startPlatforms } from '../sources/start-platforms.js';

export const loadConsentPlatforms = () => import('../consent/platforms.js');
