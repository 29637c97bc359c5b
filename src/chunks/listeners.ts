/** Loaded on a page that shows a platform: it loads each platform's listener, a file of its own, and starts it. */
export { startPlatforms } from '../sources/start-platforms.js';

export const loadConsentPlatforms = () => import('../consent/platforms.js');
