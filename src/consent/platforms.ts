/** The signals of consent platforms: one lazily loaded chunk, because many pages have none of them. */
export { gpp } from './gpp.js';
export { shopifyPrivacy } from './shopify-privacy.js';
export { tcf } from './tcf.js';
