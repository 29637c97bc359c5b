import type { DataSet } from './data-set.js';
import type { LogFacts } from './log-facts.js';

/** What of a log is so unusual that it may be a mistake; whoever shows it has words for each code. */
export type Finding =
  /** `largest` are three of them at most. */
  | {
      code: 'robots';
      shoppers: number;
      events: number;
      bound: number;
      largest: LogFacts['robots'];
    }
  | { code: 'one-shopper'; shopper: string }
  | { code: 'crowd'; shopper: string; share: number }
  | { code: 'not-products'; share: number }
  | { code: 'one-day'; day: string }
  /** Of so many session ids with several events, `shared` belong to several shoppers. */
  | { code: 'shared-sessions'; sessions: number; shared: number }
  /** So few events a session. */
  | { code: 'short-visits'; mean: number }
  | { code: 'views-only' }
  | { code: 'purchases-only' }
  | { code: 'no-purchase' }
  /** So large a share of the visits bought as no shop's. */
  | { code: 'buyers'; share: number };

/** Where nine of ten visits have one event, hardly one says what comes next. */
const SHORT = 1.1;
/** Shops sell in one visit of a hundred to one of ten. */
const BUYERS = 0.4;

/** Ids that programs write where they have none. */
const NO_ID = /^(?:.*\t)?(?:-?0+|-\d+|9{4,}|(?:user|guest|visitor|customer)[-_ ]?0+)(?:\.0+)?$/i;

/** Whether the largest shopper is larger than a person would be. */
function isCrowd({ largest, shoppers }: LogFacts, events: number): boolean {
  if (largest.share > 0.2 && largest.events >= 200) return true;
  const rest = (events - largest.events) / Math.max(1, shoppers - 1);
  return NO_ID.test(largest.shopper) && largest.events >= 20 && largest.events > 3 * rest;
}

const whole = (n: number) => n.toLocaleString('en-US');
const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;

/** @param ignored of the lines, those that are not about products. */
export function logFindings(
  data: DataSet,
  facts: LogFacts,
  lines: number,
  ignored: number,
): Finding[] {
  const {
    robots,
    robotBound: bound,
    largest,
    shoppers,
    firstDay,
    lastDay,
    actions,
    bought,
  } = facts;
  const found: Finding[] = [];
  if (robots.length) {
    found.push({
      code: 'robots',
      shoppers: robots.length,
      events: robots.reduce((sum, one) => sum + one.events, 0),
      bound,
      largest: robots
        .slice(0, 3)
        .map(({ shopper, events }) => ({ shopper: shopper.slice(0, 60), events })),
    });
  }
  if (facts.sharedSessions) found.push({ code: 'shared-sessions', ...facts.sharedSessions });
  const shopper = largest.shopper.slice(0, 60);
  if (shoppers === 1 && !data.given.some(Boolean)) found.push({ code: 'one-shopper', shopper });
  else if (isCrowd(facts, data.events)) {
    found.push({ code: 'crowd', shopper, share: largest.share });
  }
  if (ignored > 0.9 * lines) found.push({ code: 'not-products', share: ignored / lines });
  if (firstDay && firstDay === lastDay) found.push({ code: 'one-day', day: firstDay });
  if (facts.eventsPerSession < SHORT) {
    found.push({ code: 'short-visits', mean: facts.eventsPerSession });
  }
  const types = Object.keys(actions);
  if (types.length === 1 && types[0] === 'click') found.push({ code: 'views-only' });
  else if (types.length === 1 && types[0] === 'purchase') found.push({ code: 'purchases-only' });
  else if (bought > BUYERS) found.push({ code: 'buyers', share: bought });
  else if (!actions.purchase) found.push({ code: 'no-purchase' });
  return found;
}

/** A finding as a note of the command line. */
export function findingText(found: Finding): string {
  switch (found.code) {
    case 'robots': {
      const { shoppers, events, bound, largest } = found;
      const [who, what] = shoppers === 1 ? ['shopper', 'a robot'] : ['shoppers', 'robots'];
      const names = largest.map(({ shopper, events: its }) => `${shopper} with ${whole(its)}`);
      const more = shoppers > largest.length ? ', …' : '';
      return `${whole(shoppers)} ${who} left out as ${what}, or as an id that stands for nobody: ${whole(events)} events, of more than ${whole(bound)} each (${names.join(', ')}${more}). To keep them: --keep-robots`;
    }
    case 'one-shopper':
      return `one shopper only, ${found.shopper}: is that the right column?`;
    case 'crowd':
      return `shopper ${found.shopper} has ${percent(found.share)} of the events: a robot, or an id that stands for nobody?`;
    case 'not-products':
      return `${percent(found.share)} of the lines are not about products, and were left out`;
    case 'one-day':
      return `all of it is from one day, ${found.day}: the latest visits that it is tested on are of the same hours`;
    case 'shared-sessions':
      return `${whole(found.shared)} of ${whole(found.sessions)} session ids belong to several shoppers: they are no sessions, and were left aside; a pause of half an hour ends a visit`;
    case 'short-visits':
      return `${found.mean.toFixed(1)} events a session: hardly one goes on, and what comes next cannot be learned from it. Are the session and the user the right columns?`;
    case 'views-only':
      return 'it holds clicks only: what leads to a cart or a purchase cannot be learned from it';
    case 'purchases-only':
      return 'it holds purchases only: what leads to one cannot be learned from it';
    case 'buyers':
      return `in ${percent(found.share)} of its visits something was bought, far more than in a shop: are the visits without a purchase in it, and is a visit what one calls so?`;
    case 'no-purchase':
      return 'it holds no purchase: what leads to one cannot be learned from it';
  }
}
