/** Loaded on a page that shows a platform: starts its source, which is a file of its own. */
export { oneProduct } from '../sources/identity/one-product.js';
export { startPlatforms } from '../sources/start-platforms.js';

export const loadConsentPlatforms = () => import('../consent/platforms.js');
