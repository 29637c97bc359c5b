import type { ShopEvent } from '../events/event.js';
import { normal } from './gamma.js';
import { evidenceOf, type Reading } from './reading.js';

/** How quick this visit is beside this shopper's earlier visits. */
export interface Pace extends Reading {
  kind: 'quick' | 'usual' | 'slow';
  /** Median between two events of this visit, and of the visits before. */
  secondsBetween: number;
  usualSeconds: number;
}

/** Pauses that this visit, and those before, must have. */
const LEAST_NOW = 3;
const LEAST_BEFORE = 5;
const LEAST_CHANCE = 0.9;
/** The latest pauses are compared. */
const MOST = 300;

/** Rank sum of the pauses (Mann, Whitney 1947): `strength` is the chance that they differ, or for `usual` do not. */
export function paceOf(visit: readonly ShopEvent[], all: readonly ShopEvent[]): Pace | undefined {
  const now = pausesOf(visit);
  const before = pausesOf(all.slice(0, all.length - visit.length));
  if (now.length < LEAST_NOW || before.length < LEAST_BEFORE) return undefined;
  let longer = 0;
  for (const a of now) for (const b of before) longer += a > b ? 1 : a === b ? 0.5 : 0;
  const pairs = now.length * before.length;
  const z = (longer - pairs / 2) / Math.sqrt((pairs * (now.length + before.length + 1)) / 12);
  const differs = 2 * normal(Math.abs(z)) - 1;
  const kind = differs < LEAST_CHANCE ? 'usual' : z > 0 ? 'slow' : 'quick';
  return {
    kind,
    secondsBetween: median(now),
    usualSeconds: median(before),
    strength: kind === 'usual' ? 1 - differs : differs,
    evidence: evidenceOf(visit),
    decay: 'visit',
    text: '',
  };
}

/** Seconds between events of one visit. Lines of one order come at the same time: no pause. */
function pausesOf(events: readonly ShopEvent[]): number[] {
  return events
    .flatMap(({ ts, session }, at) => {
      const last = events[at - 1];
      return last?.session === session && ts > last.ts ? (ts - last.ts) / 1000 : [];
    })
    .slice(-MOST);
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];
