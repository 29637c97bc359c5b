import { expect, test } from 'vitest';
import { createDraw, type DrawOptions } from './draw.js';

const CASES = 10_000;

/** How often each outcome is drawn, of numbers that are spread evenly. */
function shares(chances: readonly number[], options: DrawOptions = {}) {
  let at = 0;
  const draw = createDraw(chances, options, () => (at++ + 0.5) / CASES);
  const counts = chances.map(() => 0);
  for (let i = 0; i < CASES; i++) counts[draw()]++;
  return counts.map((count) => count / CASES);
}
const near = (values: number[]) => values.map((value) => expect.closeTo(value, 3));

test.each<[string, number[], DrawOptions, number[]]>([
  ['as often as it is likely', [0.5, 0.3, 0.2], {}, [0.5, 0.3, 0.2]],
  ['whatever the chances add up to', [5, 3, 0, 2], {}, [0.5, 0.3, 0, 0.2]],
  ['sharper below a temperature of 1', [0.6, 0.3], { temperature: 0.5 }, [0.8, 0.2]],
  ['flatter above', [0.8, 0.2], { temperature: 2 }, [2 / 3, 1 / 3]],
  ['the likeliest at 0', [0.4, 0.6], { temperature: 0 }, [0, 1]],
  ['the likeliest, though chances are tiny', [3e-30, 5e-30], { temperature: 0.01 }, [0, 1]],
  ['among the K likeliest', [0.1, 0.4, 0.2, 0.3], { topK: 2 }, [0, 4 / 7, 0, 3 / 7]],
  ['of equals, the first K', [0.25, 0.25, 0.25, 0.25], { topK: 2 }, [0.5, 0.5, 0, 0]],
  ['among all, with a K above', [0.5, 0.5], { topK: 9 }, [0.5, 0.5]],
  ['among the fewest that hold the share', [0.1, 0.6, 0.3], { topP: 0.7 }, [0, 2 / 3, 1 / 3]],
  ['of a share that is held exactly, no more', [0.5, 0.25, 0.25], { topP: 0.5 }, [1, 0, 0]],
  ['one at least', [0.6, 0.4], { topP: 0 }, [1, 0]],
  ['a share of what there is', [6, 3, 1], { topP: 0.8 }, [2 / 3, 1 / 3, 0]],
  ['both limits', [0.4, 0.3, 0.2, 0.1], { topK: 3, topP: 0.5 }, [4 / 7, 3 / 7, 0, 0]],
  ['all alike when none has a chance', [0, 0, 0, 0], {}, [0.25, 0.25, 0.25, 0.25]],
])('draws %s', (_, chances, options, expected) => {
  expect(shares(chances, options)).toEqual(near(expected));
});

test('draws an outcome with a chance, even where rounding leaves a rest', () => {
  expect(createDraw([0.1, 0.2, 0], {}, () => 1)()).toBe(1);
  expect(createDraw([0, 1], {}, () => 0)()).toBe(1);
});

test('draws nothing from nothing', () => {
  expect(createDraw([], {}, () => 0.5)()).toBe(-1);
  expect(createDraw([], { topK: 3, topP: 0.5 }, () => 0.5)()).toBe(-1);
});
