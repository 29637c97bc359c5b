import { expect, test } from 'vitest';
import { bandVisits } from './band-visits.js';

const visit = (opened: number, bought: boolean, ...chances: number[]) =>
  chances.map((purchase, at) => ({ event: opened + at, place: at + 1, purchase, bought }));

test('a visit counts once in each band, however many predictions it has there', () => {
  const all = [
    ...visit(0, true, 0.1, 0.12, 0.4, 0.9, 0.95),
    ...visit(5, false, 0.14, 0.16, 0.18, 0.2),
    // From unlikely to undecided and back: twice unlikely is once.
    ...visit(9, false, 0.12, 0.5, 0.1),
  ];
  const [likely, undecided, unlikely] = bandVisits(all.reverse(), { likely: 0.6, unlikely: 0.3 });
  expect(likely).toMatchObject({ band: 'likely', said: 0.9, came: { value: 1, n: 1 } });
  expect(undecided).toMatchObject({ band: 'undecided', came: { value: 0.5, n: 2 } });
  expect(undecided.said).toBeCloseTo(0.45);
  expect(unlikely.came.n).toBe(3);
  // As each was when it came there, not later.
  expect(unlikely.said).toBeCloseTo(0.12);
});

test('a band that no visit comes into says so', () => {
  const [likely] = bandVisits(visit(0, false, 0.1), { likely: 0.6, unlikely: 0.3 });
  expect(likely.came.n).toBe(0);
});
