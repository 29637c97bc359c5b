import type { Profile } from './portrait.js';

/** The portrait where there is nothing to read: on a server, or after `destroy()`. */
export const emptyProfile = (): Profile => ({
  ts: 0,
  events: 0,
  excluded: 0,
  categories: [],
  brands: [],
  prices: [],
  comparing: [],
  sentences: [],
});
