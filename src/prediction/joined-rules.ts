import type { RankRules } from './rank.js';

/**
 * The rules of a predictor and of one shelf: each rule of the shelf takes the place of the other's; both
 * filters hold, unless the shelf's is null.
 */
export function joinedRules(all: RankRules, shelf: RankRules): RankRules {
  const [both, one] = [all.filter, shelf.filter];
  return {
    ...all,
    ...shelf,
    filter: both && one ? (item) => both(item) && one(item) : one === undefined ? both : one,
  };
}
