import { ACTION_TYPES, type ActionType } from '../../events/event.js';
import type { BuilderFacts, DataSet } from './data-set.js';

/** What one would want to see of a log before training on it. */
export interface LogFacts extends BuilderFacts {
  eventsPerSession: number;
  /** `2025-01-31`; absent in a log without dates. */
  firstDay?: string;
  lastDay?: string;
  /** Share of the events by action, the commonest first. */
  actions: Partial<Record<ActionType, number>>;
}

/** Dates before 1973 are seconds from a start of the log's own. */
const DATES_FROM_MS = 1e11;

export function logFacts(data: DataSet, facts: BuilderFacts): LogFacts {
  const counts = new Map<ActionType, number>();
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let e = 0; e < data.events; e++) {
    const type = ACTION_TYPES[data.action[e]];
    counts.set(type, (counts.get(type) ?? 0) + 1);
    const at = Number.isNaN(data.ts[e]) ? data.sessionBegan[e] : data.ts[e];
    if (at < first) first = at;
    if (at > last) last = at;
  }
  const shares = [...counts].sort((a, b) => b[1] - a[1]);
  return {
    ...facts,
    eventsPerSession: data.events / (data.sessions || 1),
    ...(first > DATES_FROM_MS && last < 8e15 ? { firstDay: day(first), lastDay: day(last) } : {}),
    actions: Object.fromEntries(shares.map(([type, count]) => [type, count / data.events])),
  };
}

/** Ids that programs write where they have none. */
const NO_ID = /^(?:.*\t)?(?:-?0+|-\d+|9{4,}|(?:user|guest|visitor|customer)[-_ ]?0+)(?:\.0+)?$/i;

/** Whether the largest shopper is larger than a person would be. */
function isCrowd({ largest, shoppers }: LogFacts, events: number): boolean {
  if (largest.share > 0.2 && largest.events >= 200) return true;
  const rest = (events - largest.events) / Math.max(1, shoppers - 1);
  return NO_ID.test(largest.shopper) && largest.events >= 20 && largest.events > 3 * rest;
}

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const whole = (n: number) => n.toLocaleString('en-US');
const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;

/** The facts in a line. */
export function factsText(facts: LogFacts): string {
  const { shoppers, largest, eventsPerSession, firstDay, lastDay, actions, seenOnce } = facts;
  const days = firstDay === lastDay ? firstDay : `${firstDay} to ${lastDay}`;
  return [
    `${whole(shoppers)} ${shoppers === 1 ? 'shopper' : 'shoppers'}, the largest with ${percent(largest.share)} of the events`,
    `${eventsPerSession.toFixed(1)} events a session`,
    firstDay ? days : 'no dates',
    Object.entries(actions)
      .map(([type, share]) => `${type} ${percent(share)}`)
      .join(', '),
    `${percent(seenOnce)} of the items seen once`,
  ].join('; ');
}

/** What of a log is so unusual that it may be a mistake: sentences. */
export function findings(data: DataSet, facts: LogFacts, lines: number, ignored: number): string[] {
  const { robots, robotBound, largest, shoppers, firstDay, lastDay, actions } = facts;
  const found: string[] = [];
  if (robots.length) {
    const events = robots.reduce((sum, one) => sum + one.events, 0);
    const who = robots
      .slice(0, 3)
      .map(({ shopper, events: its }) => `${shopper.slice(0, 60)} with ${whole(its)}`)
      .join(', ');
    const more = robots.length > 3 ? ', …' : '';
    found.push(
      `${whole(robots.length)} ${robots.length === 1 ? 'shopper' : 'shoppers'} left out as ${robots.length === 1 ? 'a robot' : 'robots'}, or as an id that stands for nobody: ${whole(events)} events, of more than ${whole(robotBound)} each (${who}${more}). To keep them: --keep-robots`,
    );
  }
  if (shoppers === 1 && !data.given.some(Boolean)) {
    found.push(`one shopper only, ${largest.shopper.slice(0, 60)}: is that the right column?`);
  } else if (isCrowd(facts, data.events)) {
    found.push(
      `shopper ${largest.shopper.slice(0, 60)} has ${percent(largest.share)} of the events: a robot, or an id that stands for nobody?`,
    );
  }
  if (ignored > 0.9 * lines) {
    found.push(
      `${percent(ignored / lines)} of the lines are not about products, and were left out`,
    );
  }
  if (firstDay && firstDay === lastDay) {
    found.push(
      `all of it is from one day, ${firstDay}: the latest visits that it is tested on are of the same hours`,
    );
  }
  const types = Object.keys(actions);
  if (types.length === 1 && types[0] === 'click') {
    found.push(
      'it holds clicks only: what leads to a cart or a purchase cannot be learned from it',
    );
  } else if (!actions.purchase) {
    found.push('it holds no purchase: what leads to one cannot be learned from it');
  }
  return found;
}
