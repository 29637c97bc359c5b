import { STEP } from './facts.js';
import type { Look } from './looks.js';
import { type Taste, tastesOf } from './taste.js';
import type { Priced, UsualShares } from './usual.js';

const BANDS = ['low', 'middle', 'high'] as const;
type Band = (typeof BANDS)[number];
/** Prices a category must have for its thirds to mean something. */
const LEAST = 6;

/** Tastes by the third of its category's prices that a product is in. */
export function bandsOf(looks: readonly Look[], usual: UsualShares): Taste[] {
  const shares = { low: 0, middle: 0, high: 0 };
  const placed = new Map<Look, Band>();
  const known = new Map<string, Thirds | undefined>();
  const thirdsFor = ({ path, item: { currency = '' } }: Look) => {
    const key = `${currency} ${path}`;
    if (!known.has(key)) known.set(key, thirdsOf(usual.prices(path), currency));
    return known.get(key);
  };
  for (const look of looks) {
    const thirds = look.logPrice === undefined ? undefined : thirdsFor(look);
    if (!thirds) continue;
    placed.set(look, thirds.bandOf(look.logPrice as number));
    for (const band of BANDS) shares[band] += thirds.shares[band];
  }
  return tastesOf(
    [...placed.keys()],
    'price',
    (look) => [[placed.get(look) as Band, placed.get(look) as Band]],
    (band) => ({ share: shares[band as Band] / placed.size, against: usual.against }),
  );
}

interface Thirds {
  bandOf(logPrice: number): Band;
  /** How often others look at each. */
  shares: Record<Band, number>;
}

function thirdsOf(all: readonly Priced[], currency: string): Thirds | undefined {
  const prices = all.filter((one) => !one.currency || !currency || one.currency === currency);
  if (prices.length < LEAST) return undefined;
  // Where the model's steps are all that is known of some prices, the others are read in the same steps.
  const rough = prices.find(({ isRough }) => isRough)?.logPrice;
  const step = (price: number) =>
    rough === undefined ? price : rough + STEP * Math.round((price - rough) / STEP);
  const sorted = prices.map(({ logPrice }) => step(logPrice)).sort((a, b) => a - b);
  const low = sorted[Math.floor(sorted.length / 3)];
  const high = sorted[Math.ceil((2 * sorted.length) / 3) - 1];
  const bandOf = (logPrice: number): Band => {
    const price = step(logPrice);
    return price < low ? 'low' : price > high ? 'high' : 'middle';
  };
  const shares = { low: 0, middle: 0, high: 0 };
  const whole = prices.reduce((sum, { weight }) => sum + weight, 0);
  for (const { logPrice, weight } of prices)
    shares[bandOf(logPrice)] += whole ? weight / whole : 1 / prices.length;
  return { bandOf, shares };
}
