import { expect, test } from 'vitest';
import { joinedRules } from './joined-rules.js';

const item = (id: string) => ({ id });

test('a rule of the shelf takes the place of the same rule of all', () => {
  expect(joinedRules({ k: 4, exclude: ['current'] }, { k: 2 })).toMatchObject({
    k: 2,
    exclude: ['current'],
  });
});

test('the filters of both hold, and either alone', () => {
  const notB = ({ id }: { id: string }) => id !== 'b';
  const notC = ({ id }: { id: string }) => id !== 'c';
  const passing = (...rules: Parameters<typeof joinedRules>) =>
    ['a', 'b', 'c'].filter((id) => joinedRules(...rules).filter?.(item(id)) ?? true);
  expect(passing({ filter: notB }, { filter: notC })).toEqual(['a']);
  expect(passing({ filter: notB }, {})).toEqual(['a', 'c']);
  expect(passing({}, { filter: notC })).toEqual(['a', 'b']);
  expect(passing({}, {})).toEqual(['a', 'b', 'c']);
  expect(passing({ filter: notB }, { filter: null as never })).toEqual(['a', 'b', 'c']);
});
