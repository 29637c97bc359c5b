/** Loaded at the first `profile()`. */
export { profileOf } from '../profile/profile.js';
