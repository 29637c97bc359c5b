import { counted } from '../log/counted.js';
import { ACTION_TYPES, type ActionType } from '../../events/event.js';
import { DATES_FROM_MS } from '../log/dated.js';
import type { BuilderFacts, DataSet } from './data-set.js';

/** What one would want to see of a log before training on it. */
export interface LogFacts extends BuilderFacts {
  eventsPerSession: number;
  /** `2025-01-31`; absent in a log without dates. */
  firstDay?: string;
  lastDay?: string;
  /** Share of the events by action, the commonest first. */
  actions: Partial<Record<ActionType, number>>;
  /** Share of the sessions with a purchase. */
  bought: number;
}

export function logFacts(data: DataSet, facts: BuilderFacts): LogFacts {
  const counts = new Map<ActionType, number>();
  let bought = 0;
  let hasBought = false;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let e = 0; e < data.events; e++) {
    const type = ACTION_TYPES[data.action[e]];
    counts.set(type, (counts.get(type) ?? 0) + 1);
    if (data.sessionStart[e]) hasBought = false;
    if (type === 'purchase' && !hasBought) {
      hasBought = true;
      bought++;
    }
    const at = Number.isNaN(data.ts[e]) ? data.sessionBegan[e] : data.ts[e];
    if (at < first) first = at;
    if (at > last) last = at;
  }
  const shares = [...counts].sort((a, b) => b[1] - a[1]);
  return {
    ...facts,
    eventsPerSession: data.events / (data.sessions || 1),
    ...(first > DATES_FROM_MS && last < 8e15 && first <= last
      ? { firstDay: day(first), lastDay: day(last) }
      : {}),
    bought: bought / (data.sessions || 1),
    actions: Object.fromEntries(shares.map(([type, count]) => [type, count / data.events])),
  };
}

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;

/** The facts in a line. */
export function factsText(facts: LogFacts): string {
  const { shoppers, largest, eventsPerSession, firstDay, lastDay, actions, seenOnce } = facts;
  const days = firstDay === lastDay ? firstDay : `${firstDay} to ${lastDay}`;
  return [
    `${counted(shoppers, 'shopper')}, the largest with ${percent(largest.share)} of the events`,
    `${eventsPerSession.toFixed(1)} events a session`,
    firstDay ? days : 'no dates',
    Object.entries(actions)
      .map(([type, share]) => `${type} ${percent(share)}`)
      .join(', '),
    `${percent(seenOnce)} of the items seen once`,
  ].join('; ');
}
