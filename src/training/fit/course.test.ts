import { describe, expect, test } from 'vitest';
import {
  type Course,
  expectedPasses,
  nextCourse,
  rateOf,
  startCourse,
  teachingOf,
} from './course.js';
import type { TrainingPlan } from './plan.js';

const plan = { epochs: 30, fineTuneEpochs: 1, stopsEarly: true } as TrainingPlan;

/** The phases of the passes of a training whose scores are these, the last one again and again. */
function follow(scores: readonly number[], given: TrainingPlan = plan) {
  let course: Course = startCourse(given);
  const taken: Course[] = [];
  while (course.phase !== 'done') {
    taken.push(course);
    const score = scores[Math.min(taken.length, scores.length) - 1];
    course = nextCourse(course, given, { score });
  }
  return { phases: taken.map(({ phase }) => phase[0]).join(''), taken, end: course };
}

describe('the course of a training', () => {
  test('falls two passes after the best, for half as many, then goes on to the codes', () => {
    expect(follow([1, 2, 3, 2, 2, 2.5, 2]).phases).toBe('sssssffc');
    const long = Array.from({ length: 20 }, (_, i) => (i < 10 ? i : 0));
    expect(follow(long).phases).toBe(`${'s'.repeat(12)}fffffc`);
  });

  test('goes on as long as it gains, up to the most', () => {
    const gains = Array.from({ length: 40 }, (_, i) => i);
    expect(follow(gains).phases).toBe(`${'s'.repeat(30)}c`);
    expect(follow(gains, { ...plan, epochs: 3 }).phases).toBe('sssc');
  });

  test('a long log runs its three passes to the end, and the last of them counts', () => {
    const short = { ...plan, epochs: 3 };
    const { phases, taken } = follow([9, 1, 2, 1], short);
    expect(phases).toBe('sssc');
    expect(taken[3].best?.pass).toBe(3);
    expect(taken.map((course) => expectedPasses(course, short))).toEqual([4, 4, 4, 4]);
  });

  test('takes a given number of passes whatever the scores', () => {
    const fixed = { ...plan, epochs: 8, stopsEarly: false };
    const { phases, taken } = follow([9, 1], fixed);
    expect(phases).toBe('ssssssssc');
    expect(taken.map((course) => expectedPasses(course, fixed))).toEqual(Array(9).fill(9));
  });

  test('keeps the best pass, and takes the first on the codes for better than all before', () => {
    const { end } = follow([5, 4, 4, 6, 4, 1]);
    expect(end.best).toEqual({ pass: 6, score: { score: 1 } });
  });

  test('the rate and the teaching fall without a jump upwards', () => {
    const { taken } = follow([1, 2, 3, 2, 2, 2, 2]);
    const falling = taken.findIndex(({ phase }) => phase === 'falling');
    expect(rateOf(taken[falling], 0)).toBeLessThanOrEqual(rateOf(taken[3], 0));
    expect(rateOf(taken[falling + 1], 1)).toBeLessThan(0.03);
    expect(teachingOf(taken[0], 0)).toBe(1);
    expect(teachingOf(taken[falling + 1], 1)).toBeCloseTo(0.3);
  });
});
