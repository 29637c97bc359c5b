import { createDataSetBuilder, type DataSet } from './data-set.js';

/** One shopper a list of items, each an hour after the one before. */
export function dataOfVisits(visits: readonly string[][]): DataSet {
  const builder = createDataSetBuilder();
  visits.forEach((items, s) => {
    items.forEach((item, i) => {
      builder.add({
        shopper: `u${s}`,
        session: `s${s}`,
        time: 1.6e12 + s * 3.6e6 + i * 20_000,
        type: 'click',
        item,
      });
    });
  });
  return builder.finish();
}
