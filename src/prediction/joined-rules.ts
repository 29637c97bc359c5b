import type { RankRules } from './rank.js';

/** The rules of a predictor and of one shelf: each rule of the shelf takes the place of its own; both filters hold. */
export function joinedRules(all: RankRules, shelf: RankRules): RankRules {
  const [both, one] = [all.filter, shelf.filter];
  return {
    ...all,
    ...shelf,
    filter: both && one ? (item) => both(item) && one(item) : (one ?? both),
  };
}
