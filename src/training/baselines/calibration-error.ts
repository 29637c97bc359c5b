import { seededRandom } from '../../lib/random.js';

/** How far chances are from what came. */
export interface CalibrationError {
  value: number;
  /** The 95% interval, over shoppers. */
  low: number;
  high: number;
  /** What it would be on average if every chance were right: with few shoppers, far from 0. */
  perfect: number;
}

const BINS = 15;
const DRAWS = 200;

/** The sum of said − came over the predictions of one shopper in one bin. */
interface Gap {
  bin: number;
  shopper: number;
  sum: number;
  size: number;
}

/**
 * Expected calibration error over bins of equal size (Nguyen & O'Connor 2015): the mean distance between the
 * predicted chances and how often they came true. The outcomes of one shopper depend on each other, so the
 * interval is a bootstrap over shoppers, and `perfect` turns the sign of what is left of a shopper's gaps
 * when each bin is put right (wild cluster bootstrap, Cameron et al. 2008).
 * @param shoppers of each prediction.
 */
export function calibrationError(
  chances: ArrayLike<number>,
  labels: ArrayLike<number>,
  shoppers: ArrayLike<number>,
  bins = BINS,
): CalibrationError {
  const indexOf = new Map<number, number>();
  for (let i = 0; i < shoppers.length; i++) {
    if (!indexOf.has(shoppers[i])) indexOf.set(shoppers[i], indexOf.size);
  }
  const gaps = gapsOf(chances, labels, (i) => indexOf.get(shoppers[i]) as number, bins);
  const put = putRight(gaps, bins);
  const count = indexOf.size;
  const random = seededRandom(1);
  const drawn: number[] = [];
  let perfect = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const times = new Float64Array(count);
    for (let s = 0; s < count; s++) times[Math.floor(random() * count)]++;
    drawn.push(errorOf(gaps, times, bins));
    const signs = Float64Array.from({ length: count }, () => (random() < 0.5 ? -1 : 1));
    perfect += errorOf(put, signs, bins) / DRAWS;
  }
  drawn.sort((a, b) => a - b);
  const at = (share: number) => drawn[Math.floor(share * (DRAWS - 1))];
  const value = errorOf(gaps, new Float64Array(count).fill(1), bins);
  // Drawing adds an error of its own to each draw: only their spread is used.
  const low = Math.max(0, value - (at(0.5) - at(0.025)));
  return { value, low, high: value + at(0.975) - at(0.5), perfect };
}

function gapsOf(
  chances: ArrayLike<number>,
  labels: ArrayLike<number>,
  shopperOf: (i: number) => number,
  bins: number,
): Gap[] {
  const order = Array.from(chances, (_, i) => i).sort((a, b) => chances[a] - chances[b]);
  return Array.from({ length: bins }, (_, bin) => {
    const own = new Map<number, Gap>();
    const [from, to] = [bin, bin + 1].map((b) => Math.floor((b * order.length) / bins));
    for (const i of order.slice(from, to)) {
      const shopper = shopperOf(i);
      const gap = own.get(shopper) ?? { bin, shopper, sum: 0, size: 0 };
      gap.sum += chances[i] - (labels[i] ? 1 : 0);
      gap.size++;
      own.set(shopper, gap);
    }
    return [...own.values()];
  }).flat();
}

/** The gaps as they are when the mean of each bin is right. */
function putRight(gaps: readonly Gap[], bins: number): Gap[] {
  const [sums, sizes] = [new Float64Array(bins), new Float64Array(bins)];
  for (const { bin, sum, size } of gaps) {
    sums[bin] += sum;
    sizes[bin] += size;
  }
  return gaps.map((gap) => ({
    ...gap,
    sum: gap.sum - (gap.size * sums[gap.bin]) / sizes[gap.bin],
  }));
}

/** @param weights of each shopper. */
function errorOf(gaps: readonly Gap[], weights: Float64Array, bins: number): number {
  const sums = new Float64Array(bins);
  let size = 0;
  for (const gap of gaps) {
    sums[gap.bin] += weights[gap.shopper] * gap.sum;
    size += Math.abs(weights[gap.shopper]) * gap.size;
  }
  return sums.reduce((total, sum) => total + Math.abs(sum), 0) / size;
}
