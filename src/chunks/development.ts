/** Loaded in development at the first fault, and where a shelf looks like a mistake of the page. */
export { explain } from './explain-fault.js';
export { checkAttributes, whyEmpty } from './shelf-faults.js';
