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
  /** The likeliest next actions and their mean chance. */
  next: { action: NextAction; chance: number }[];
}

/** A visit, and the event with which it got there. */
export interface Member {
  row: number;
  visit: number;
}

/** Each visit is once at each stage that it reaches, in the band it had when it got there. */
export function membersOf(table: VisitTable): (stage: string, band: string) => readonly Member[] {
  const { starts, band } = table;
  const cells = new Map<string, Member[]>();
  for (let v = 0; v < starts.length - 1; v++) {
    const reached = new Set<string>();
    for (const [i, stage] of stagesOf(table, starts[v], starts[v + 1]).entries()) {
      const row = starts[v] + i;
      if (!stage || reached.has(stage)) continue;
      reached.add(stage);
      const key = `${stage} ${BANDS[band[row]]}`;
      const cell = cells.get(key) ?? [];
      cells.set(key, cell);
      cell.push({ row, visit: v });
    }
  }
  return (stage, name) => cells.get(`${stage} ${name}`) ?? [];
}

export function segmentsOf(table: VisitTable): Segment[] {
  const members = membersOf(table);
  return STAGES.flatMap((stage) =>
    BANDS.map((band) => ({ stage, band, ...figuresOf(table, members(stage, band)) })),
  );
}

function figuresOf(table: VisitTable, members: readonly Member[]): Omit<Segment, 'stage' | 'band'> {
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
    share: wilson(n, starts.length - 1),
    bought: wilson(orders.length, n),
    order: value ? value / orders.length : Number.NaN,
    value,
    said: mean(({ row }) => purchase[row]),
    returning: wilson(members.filter(({ visit }) => returning[visit]).length, n),
    after: mean(({ row, visit }) => row - starts[visit] + 1),
    next: next.slice(0, 3),
  };
}
