/** The signals of consent platforms, in a lazily loaded chunk: most pages have none or one of them. */
export { gpp } from './gpp.js';
export { shopifyPrivacy as shopify } from './shopify-privacy.js';
export { tcf } from './tcf.js';
