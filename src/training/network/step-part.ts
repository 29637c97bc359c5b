import type { Batch } from '../data/batch.js';
import type { Candidates } from '../data/candidates.js';
import type { StepItems } from './step-items.js';

/** Some of the positions of a step, with all of its items and negatives. */
export interface StepPart {
  batch: Batch;
  step: StepItems;
}

/** Where to cut positions so that parts are of like size; a history stays whole. @returns [parts + 1] */
export function cutPositions(place: Int32Array, parts: number): number[] {
  const cuts = [0];
  for (let part = 1; part < parts; part++) {
    let at = Math.max(cuts[part - 1], Math.round((place.length * part) / parts));
    while (at < place.length && place[at]) at++;
    cuts.push(at);
  }
  return [...cuts, place.length];
}

/** The positions from `start` to `end`. */
export function partOf({ batch, step }: StepPart, start: number, end: number): StepPart {
  const K = step.negative.length;
  const first = firstFrom(batch.scored, start);
  const last = firstFrom(batch.scored, end);
  const pick = <T extends Candidates>(all: T) => {
    const [from, to] = [firstFrom(all.query, first), firstFrom(all.query, last)];
    const lists = Object.entries(all).map(([name, list]) => [name, list.slice(from, to)]);
    const picked = Object.fromEntries(lists) as T;
    picked.query = picked.query.map((query) => query - first);
    return { picked, from, to };
  };
  const copies = pick(batch.copies);
  const fresh = pick(batch.fresh);
  return {
    batch: {
      example: batch.example.slice(start, end),
      from: batch.from.slice(start, end).map((at) => at - start),
      place: batch.place.slice(start, end),
      counted: batch.counted.slice(start, end),
      withheld: batch.withheld.slice(start, end),
      scored: batch.scored.slice(first, last).map((at) => at - start),
      copies: copies.picked,
      fresh: fresh.picked,
    },
    step: {
      ...step,
      input: step.input.slice(start, end),
      copies: step.copies.slice(copies.from, copies.to),
      fresh: step.fresh.slice(fresh.from, fresh.to),
      masked: step.masked
        .filter((at) => at >= first * K && at < last * K)
        .map((at) => at - first * K),
    },
  };
}

/** Index of the first number that is no less than `least`, of an ascending list. */
function firstFrom(list: ArrayLike<number>, least: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
