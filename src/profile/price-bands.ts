import { STEP } from './facts.js';
import type { Look } from './looks.js';
import { type Taste, tastesOf } from './taste.js';
import type { Priced, UsualShares } from './usual.js';
import type { Say } from './words.js';

const BANDS = ['low', 'middle', 'high'] as const;
type Band = (typeof BANDS)[number];
/** Prices a category must have for its thirds to mean something. */
const LEAST = 6;

/** Tastes by the third of its category's prices that a product is in. */
export function bandsOf(looks: readonly Look[], usual: UsualShares, say: Say): Taste[] {
  const shares = { low: 0, middle: 0, high: 0 };
  const placed = new Map<Look, Band>();
  for (const look of looks) {
    const { logPrice, path, item } = look;
    if (logPrice === undefined || !path) continue;
    const prices = usual
      .prices(path)
      .filter(({ currency }) => !currency || !item.currency || currency === item.currency);
    if (prices.length < LEAST) continue;
    const bandOf = thirdsOf(prices);
    placed.set(look, bandOf(logPrice));
    const whole = prices.reduce((sum, { weight }) => sum + weight, 0);
    for (const { logPrice: price, weight } of prices)
      shares[bandOf(price)] += whole ? weight / whole : 1 / prices.length;
  }
  return tastesOf(
    [...placed.keys()],
    'price',
    (look) => [[placed.get(look) as Band, placed.get(look) as Band]],
    (band) => ({ share: shares[band as Band] / placed.size, against: usual.against }),
    say,
  );
}

function thirdsOf(prices: readonly Priced[]): (logPrice: number) => Band {
  // Where the model's steps are all that is known of some prices, the others are read in the same steps.
  const rough = prices.find(({ isRough }) => isRough)?.logPrice;
  const step = (price: number) =>
    rough === undefined ? price : rough + STEP * Math.round((price - rough) / STEP);
  const sorted = prices.map(({ logPrice }) => step(logPrice)).sort((a, b) => a - b);
  const low = sorted[Math.floor(sorted.length / 3)];
  const high = sorted[Math.ceil((2 * sorted.length) / 3) - 1];
  return (logPrice) => {
    const price = step(logPrice);
    return price < low ? 'low' : price > high ? 'high' : 'middle';
  };
}
