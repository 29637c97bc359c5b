import type { NextAction } from '../events/event.js';
import { type Share, wilson } from '../prediction/proportions.js';
import { boughtAfter } from './orders.js';
import { STAGES, stagesOf } from './stage.js';
import { BANDS, type VisitTable } from './visit-table.js';

/** Visits at one stage that the model put into one band when they came there. */
export interface Segment {
  stage: string;
  band: string;
  visits: number;
  /** Of all visits, and of these those that bought afterwards. */
  share: Share;
  bought: Share;
  /** Mean value of such an order, NaN where there is none or the log has no prices; and all of them together. */
  order: number;
  value: number;
  /** What the model said of them on average. */
  said: number;
  returning: Share;
  /** Mean number of events before. */
  after: number;
  /** Departments looked at, the most telling first: share of these visits, and of all at this stage. */
  departments: { name: string; here: number; everywhere: number }[];
  /** The likeliest next actions and their mean chance. */
  next: { action: NextAction; chance: number }[];
}

interface Member {
  row: number;
  visit: number;
  /** Top categories of what was looked at. */
  departments: Set<string>;
}

const FEW = 20;

/** Each visit counts once at each stage that it reaches, with the band it had when it got there. */
export function segmentsOf(table: VisitTable): Segment[] {
  const { starts, band } = table;
  const visits = starts.length - 1;
  const cells = new Map<string, Member[]>();
  for (let v = 0; v < visits; v++) {
    const reached = new Set<string>();
    const departments = new Set<string>();
    for (const [i, stage] of stagesOf(table, starts[v], starts[v + 1]).entries()) {
      const row = starts[v] + i;
      const top = table.items[table.item[row]]?.category?.[0];
      if (top) departments.add(top);
      if (!stage || reached.has(stage)) continue;
      reached.add(stage);
      const key = `${stage} ${BANDS[band[row]]}`;
      cells.set(key, [
        ...(cells.get(key) ?? []),
        { row, visit: v, departments: new Set(departments) },
      ]);
    }
  }
  return STAGES.flatMap((stage) => {
    const all = BANDS.flatMap((name) => cells.get(`${stage} ${name}`) ?? []);
    return BANDS.map((name) => {
      const members = cells.get(`${stage} ${name}`) ?? [];
      return { stage, band: name, ...portrait(table, members, all, visits) };
    });
  });
}

function portrait(
  table: VisitTable,
  members: readonly Member[],
  all: readonly Member[],
  visits: number,
): Omit<Segment, 'stage' | 'band'> {
  const { starts, actions, chances, purchase, returning } = table;
  const n = members.length;
  const mean = (of: (member: Member) => number) =>
    members.reduce((sum, member) => sum + of(member), 0) / n;
  const orders = members
    .map(({ row, visit }) => boughtAfter(table, row, starts[visit + 1]))
    .filter(({ bought }) => bought);
  const value = orders.reduce((sum, order) => sum + order.value, 0);
  const next = actions
    .map((action, a) => ({
      action: action as NextAction,
      chance: mean(({ row }) => chances[row * actions.length + a]),
    }))
    .sort((a, b) => b.chance - a.chance);
  return {
    visits: n,
    share: wilson(n, visits),
    bought: wilson(orders.length, n),
    order: value ? value / orders.length : Number.NaN,
    value,
    said: mean(({ row }) => purchase[row]),
    returning: wilson(members.filter(({ visit }) => returning[visit]).length, n),
    after: mean(({ row, visit }) => row - starts[visit] + 1),
    departments: telling(members, all),
    next: next.slice(0, 3),
  };
}

/** Departments that these visits look at more than others at the same stage do. */
function telling(members: readonly Member[], all: readonly Member[]): Segment['departments'] {
  if (members.length < FEW) return [];
  const names = new Set(members.flatMap(({ departments }) => [...departments]));
  const share = (list: readonly Member[], name: string) =>
    list.filter(({ departments }) => departments.has(name)).length / list.length;
  return [...names]
    .map((name) => ({ name, here: share(members, name), everywhere: share(all, name) }))
    .sort((a, b) => b.here - b.everywhere - (a.here - a.everywhere))
    .slice(0, 3);
}
