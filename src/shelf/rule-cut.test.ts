import { expect, test } from 'vitest';
import { emptyPrediction } from '../prediction/compose.js';
import type { Prediction } from '../prediction/prediction.js';
import type { RankRules } from '../prediction/rank.js';
import { createRuleCut } from './rule-cut.js';

const ITEMS = ['a', 'b', 'c'];

/** Cuts three items by `exclude` and `filter` alone, and counts how often. */
function cutter() {
  let cuts = 0;
  const getSnapshot = ({ exclude, filter }: RankRules): Prediction => {
    cuts++;
    const items = ITEMS.filter(
      (id) =>
        (filter?.({ id }) ?? true) &&
        !(typeof exclude === 'function' ? exclude({ id }) : exclude?.includes(id)),
    ).map((id, at): Prediction['items'][number] => ({
      id,
      item: { id },
      rank: at + 1,
      probability: 0.1,
      action: 'click',
      source: 'model',
      reasons: [],
    }));
    return { ...emptyPrediction(), id: 'x-1', items };
  };
  return { by: { getSnapshot }, cuts: () => cuts };
}
const ids = ({ items }: Prediction) => items.map(({ id }) => id);

test('equal rules are applied once, even as new objects', () => {
  const { by, cuts } = cutter();
  const cut = createRuleCut();
  const snapshot = emptyPrediction();
  const first = cut(by, snapshot, { exclude: ['a'] });
  expect(cut(by, snapshot, { exclude: ['a'] })).toBe(first);
  expect([ids(first), cuts()]).toEqual([['b', 'c'], 1]);
  expect(ids(cut(by, snapshot, { exclude: ['b'] }))).toEqual(['a', 'c']);
  expect(cuts()).toBe(2);
});

test('functions are compared by identity and by rule name', () => {
  const { by, cuts } = cutter();
  const cut = createRuleCut();
  const snapshot = emptyPrediction();
  const isA = ({ id }: { id: string }) => id === 'a';
  expect(ids(cut(by, snapshot, { exclude: isA }))).toEqual(['b', 'c']);
  cut(by, snapshot, { exclude: isA });
  expect(cuts()).toBe(1);
  expect(ids(cut(by, snapshot, { filter: isA }))).toEqual(['a']);
});

test('an inline function is always applied; an equal result is the same object', () => {
  const { by, cuts } = cutter();
  const cut = createRuleCut();
  const snapshot = emptyPrediction();
  const render = (hidden: string) => cut(by, snapshot, { exclude: ({ id }) => id === hidden });
  const first = render('a');
  expect(render('a')).toBe(first);
  expect(cuts()).toBe(2);
  expect(ids(render('c'))).toEqual(['a', 'b']);
  // Another prediction, another predictor.
  const second = render('c');
  expect(cut(by, emptyPrediction(), { exclude: ({ id }) => id === 'c' })).toBe(second);
  expect(ids(cut(cutter().by, snapshot, { exclude: ['b'] }))).toEqual(['a', 'c']);
});
