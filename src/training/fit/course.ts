import type { HeldOutScore } from './held-out-score.js';
import type { TrainingPlan } from './plan.js';
import { fallingRate, fineTuningRate, trainingRate } from './schedule.js';

/** How far a training is: what is saved with the parameters, and tells what the next pass does. */
export interface Course {
  /** `steady` with a vector per item, `falling` once that gains no more, `coded` on the codes of the file. */
  phase: 'steady' | 'falling' | 'coded' | 'done';
  /** Whole passes of this phase, and of all. */
  done: number;
  passes: number;
  /** Passes that the phase takes; `steady` may end before. */
  of: number;
  /** The best pass so far with its score. */
  best?: { pass: number; score: HeldOutScore };
  /** Share of the steady phase that was done where the falling one began. */
  cut: number;
}

/** Passes without a better score before the rate falls. */
const PATIENCE = 2;
/**
 * A log so long that its passes are this few is not overfitted: its schedule is run to the end, and the last pass
 * counts. The score of the first is too good, as the read-out is not settled yet (docs/journal/training-time.md).
 */
const SHORT = 3;
/** How many passes the rate then falls for, by the passes up to the best. */
const FALLS_FOR = 0.5;
/** A teacher knows no order, so its weight falls by this share until item vectors are quantised. */
const TEACHING_FALLS_BY = 0.7;

export const startCourse = (plan: TrainingPlan): Course => ({
  phase: 'steady',
  done: 0,
  passes: 0,
  of: plan.epochs,
  cut: 0,
});

/**
 * After a pass. One that is as good as the best counts as better, and so does the first on the codes: only
 * coded items fit into the file.
 */
export function nextCourse(before: Course, plan: TrainingPlan, score: HeldOutScore): Course {
  const passes = before.passes + 1;
  const isFirstOnCodes = before.phase === 'coded' && !before.done;
  const isScheduled = before.phase === 'steady' && isShort(plan);
  const isBest =
    !before.best || isFirstOnCodes || isScheduled || score.score >= before.best.score.score;
  const best = isBest ? { pass: passes, score } : before.best;
  const course = { ...before, done: before.done + 1, passes, best };
  if (
    before.phase === 'steady' &&
    plan.stopsEarly &&
    !isShort(plan) &&
    best &&
    passes - best.pass >= PATIENCE
  ) {
    return {
      ...course,
      phase: 'falling',
      done: 0,
      of: fallFor(best.pass),
      cut: best.pass / before.of,
    };
  }
  if (course.done < before.of) return course;
  if (before.phase === 'coded' || !plan.fineTuneEpochs) return { ...course, phase: 'done' };
  return { ...course, phase: 'coded', done: 0, of: plan.fineTuneEpochs };
}

/** Whether the next pass starts from the best one: where the rate begins to fall, and where items get codes. */
export const startsFromBest = ({ phase, done }: Course): boolean => phase !== 'steady' && !done;

/** Passes in all if nothing gets better from here on. */
export function expectedPasses(
  { phase, done, passes, of, best }: Course,
  plan: TrainingPlan,
): number {
  if (phase === 'done') return passes;
  if (phase === 'coded') return passes - done + of;
  if (phase === 'falling') return passes - done + of + plan.fineTuneEpochs;
  const since = best ? passes - best.pass : 0;
  const stopped = passes + (PATIENCE - since) + fallFor(best?.pass ?? 1);
  const isStopped = plan.stopsEarly && !isShort(plan);
  return (isStopped ? Math.min(of, stopped) : of) + plan.fineTuneEpochs;
}

const isShort = ({ stopsEarly, epochs }: TrainingPlan) => stopsEarly && epochs <= SHORT;

/** Share of the peak learning rate. @param share of the next pass that is done. */
export function rateOf({ phase, done, of, cut }: Course, share: number): number {
  const at = (done + share) / of;
  if (phase === 'coded') return fineTuningRate(at);
  return phase === 'falling' ? trainingRate(cut) * fallingRate(at) : trainingRate(at);
}

/** Share of its first weight that a teacher has. */
export function teachingOf({ phase, done, of, cut }: Course, share: number): number {
  const at = (done + share) / of;
  const fallen = phase === 'steady' ? at : phase === 'falling' ? cut + (1 - cut) * at : 1;
  return 1 - TEACHING_FALLS_BY * Math.min(1, fallen);
}

const fallFor = (passes: number) => Math.max(2, Math.round(FALLS_FOR * passes));
