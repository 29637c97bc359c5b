import type { RankRules } from '../prediction/rank.js';

/** Candidates looked at: of some the address is not known, or is kept out. */
const CANDIDATES = 12;
/** Every product by its chance alone, whatever the rules of the shelves are: null is no rule at all. */
export const BY_CHANCE = {
  k: CANDIDATES,
  available: false,
  boost: null,
  diversify: 0,
  exclude: ['current'],
  fallback: 'none',
  filter: null,
  justBought: true,
  maxPerCategory: null,
  only: null,
  pinned: [],
} as object as RankRules;
