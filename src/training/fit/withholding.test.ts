import { expect, test } from 'vitest';
import { createDataSetBuilder } from '../data/data-set.js';
import { createSplitLog } from '../data/split-log.js';
import { dataOfVisits } from '../data/visits.fixture.js';
import { firstSights, shareWithheld } from './withholding.js';

const dataOf = (...visits: string[]) => dataOfVisits(visits.map((visit) => [...visit]));
const log = createSplitLog(dataOf('aba', 'bcb', 'cdd'), (e) => (e < 6 ? 'train' : 'validation'));

test('only the first shopper to see an item in the training part has a first sight', () => {
  expect([...firstSights(log)]).toEqual([1, 1, 1, 0, 1, 0, 0, 0, 0]);
});

test('without times, the sessions say who saw an item first', () => {
  const builder = createDataSetBuilder();
  const add = (shopper: string, session: string, items: string) => {
    for (const item of items) builder.add({ shopper, session, type: 'click', item });
  };
  add('early', 's0', 'ab');
  add('late', 's1', 'bc');
  add('early', 's2', 'cd');
  add('late', 's3', 'd');
  const listed = createSplitLog(builder.finish(), () => 'train');
  expect([...firstSights(listed)]).toEqual([1, 1, 0, 1, 0, 1, 0]);
});

test('first sights are withheld as often as later events show new items, at most half', () => {
  // Two of three later events show what nobody had seen.
  expect(shareWithheld(log, firstSights(log))).toBe(0.5);
  const known = createSplitLog(dataOf('aba', 'bcb', 'cccccccd'), (e) =>
    e < 6 ? 'train' : 'validation',
  );
  expect(shareWithheld(known, firstSights(known))).toBeCloseTo(1 / 8 / (4 / 6));
  const last = known.data.events - 1;
  const tested = known.move((part, e) => (e === last ? 'test' : part));
  expect(shareWithheld(tested, firstSights(tested))).toBe(0);
});
