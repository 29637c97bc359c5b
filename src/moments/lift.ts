import { type Fields, isObject, parseId, parseNumber } from '../events/parse-field.js';
import { badOption } from '../lib/bad-option.js';
import { type Interval, katz, newcombe, wilson } from '../prediction/proportions.js';

/** The counts of one arm of a rule, from the first moment of each session on. */
export interface ArmCounts {
  /** Shoppers (devices) who had a moment. */
  shoppers: number;
  /** Those of them who bought after it in the same session. */
  buyers: number;
  sessions: number;
  moments: number;
  /** Moments that were acted on; 0 in the holdout. */
  acted: number;
  clicks: number;
  carts: number;
  /** Lines of one order share its id, or else their time. */
  orders: number;
  /** Of the order lines whose price is known, in the shop's currency. */
  value: number;
}

export interface RuleCounts {
  rule: string;
  treatment: ArmCounts;
  holdout: ArmCounts;
}

/** Items that shelves showed, each once per session, and what followed in that session. */
export interface RecommendationCounts {
  shown: number;
  clicked: number;
  carted: number;
  bought: number;
}

/** What devices counted: no item, no time, no shopper. */
export interface LiftCounts {
  rules: readonly RuleCounts[];
  recommendations: RecommendationCounts;
}

export interface RuleLift extends RuleCounts {
  /** Share of buyers, treatment minus holdout, with its 95% interval (Newcombe 1998, method 10). */
  difference?: Interval;
  /** Treatment over holdout, with its 95% interval (Katz et al. 1978); none where an arm has no buyer. */
  ratio?: Interval;
  /** The result in a sentence. */
  text: string;
}

export interface Lift extends LiftCounts {
  rules: readonly RuleLift[];
  /** Devices, rules and shelves among what was added up that are no counts, and are left out. */
  refused?: number;
}

const ARM = 'shoppers buyers sessions moments acted clicks carts orders value'.split(' ');
const SHELF = 'shown clicked carted bought'.split(' ');

/** Of one result: nobody has more, and what devices send is not to be trusted. */
const MAX_DEVICES = 1e6;
const MAX_RULES = 1000;

/**
 * Adds up the counts of many devices and compares the arms. Shoppers are compared, not sessions, because
 * shoppers are what is drawn into an arm: sessions of one shopper are not independent.
 * @throws PredictorError BAD_OPTION for what is no list, or too long a one.
 */
export function liftOf(counts: readonly LiftCounts[]): Lift {
  if (!isList(counts, MAX_DEVICES))
    throw badOption('liftOf', Array.isArray(counts) ? (counts as LiftCounts[]).length : counts);
  const rules = new Map<string, RuleCounts>();
  const recommendations = sum(SHELF) as unknown as RecommendationCounts;
  let refused = 0;
  for (const one of counts) {
    // What is no object has no field.
    const { rules: entries = [], recommendations: shelf = Object(one).rules ? {} : one } =
      Object(one);
    refused += add(recommendations, shelf, SHELF);
    for (const entry of isList(entries, MAX_RULES) ? entries : [one]) {
      const { rule: name, treatment, holdout } = Object(entry) as Fields;
      const rule = parseId(name) ?? '';
      const total = rules.get(rule) ?? { rule, treatment: noCounts(), holdout: noCounts() };
      if (rule && (rules.has(rule) || rules.size < MAX_RULES)) {
        rules.set(rule, total);
        refused += add(total.treatment, treatment, ARM) + add(total.holdout, holdout, ARM);
      } else refused++;
    }
  }
  return { rules: [...rules.values()].map(liftOfRule), recommendations, refused };
}

const isList = (value: unknown, most: number): value is readonly unknown[] =>
  Array.isArray(value) && value.length <= most;

export const noCounts = (): ArmCounts => sum(ARM) as unknown as ArmCounts;

function liftOfRule(counts: RuleCounts): RuleLift {
  const { treatment, holdout } = counts;
  if (!treatment.shoppers || !holdout.shoppers) {
    const missing = holdout.shoppers ? 'acted on' : 'held out';
    return { ...counts, text: `not enough yet: no shopper was ${missing}` };
  }
  const [on, off] = [treatment, holdout].map(({ buyers, shoppers }) => wilson(buyers, shoppers));
  const difference = newcombe(on, off);
  return { ...counts, difference, ratio: katz(on, off), text: sentence(on, off, difference) };
}

function sentence(
  on: { value: number; n: number },
  off: { value: number; n: number },
  { low, high }: Interval,
): string {
  const points = (share: number) => (100 * share).toFixed(1);
  const rates = `${points(on.value)}% of ${on.n} shoppers bought with it, ${points(off.value)}% of ${off.n} without`;
  if (low <= 0 && high >= 0) {
    return `not enough yet: ${rates}; anything from ${points(low)} to ${points(high)} points fits`;
  }
  const ends = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b).map(points);
  return `${rates}: ${ends.join(' to ')} points ${low > 0 ? 'more' : 'fewer'} (95% interval)`;
}

const sum = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<string, number>;

/**
 * Adds counts that anybody may have sent; what is left out is none.
 * @param names of the counts. The second is at most the first: buyers of shoppers, clicked of shown.
 * @returns 1 where they are no counts, and nothing is added.
 */
function add(total: object, counts: unknown, names: readonly string[]): number {
  const read = names.map((name) => parseNumber(Object(counts)[name] ?? 0, 0, 1e12) ?? -1);
  const isOurs = (name: string) => names.includes(name);
  if (
    !isObject(counts) ||
    !Object.keys(counts).every(isOurs) ||
    Math.min(read[0] - read[1], ...read) < 0
  )
    return 1;
  for (const name of names) (total as Record<string, number>)[name] += read.shift() as number;
  return 0;
}
