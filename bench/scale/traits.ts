import { ACTION_TYPES } from '../../src/events/event.js';
import type { DataSet } from '../../src/training/data/data-set.js';
import { loadLog } from '../../src/training/node/load-log.js';

const LATEST = 0.9;

/** What a simulated log has to share with real ones, as counted by the shipped reader. */
export async function traitsOf(path: string) {
  const { data } = await loadLog([path]);
  return { events: data.events, ...shares(data) };
}

function shares(data: DataSet) {
  const { events, sessions, item, action, items, shopperOffsets } = data;
  const of = (name: (typeof ACTION_TYPES)[number]) =>
    action.reduce((sum, a) => sum + +(ACTION_TYPES[a] === name), 0) / events;
  const counts = new Float64Array(items.length);
  for (const i of item) if (i >= 0) counts[i]++;
  const sorted = counts.slice().sort((a, b) => b - a);
  const top = sorted.subarray(0, Math.ceil(items.length / 100));
  const sum = (list: Float64Array) => list.reduce((total, n) => total + n, 0);

  let [next, same, again, near, inTop] = [0, 0, 0, 0, 0];
  const topOf = (i: number) => items[i].category?.[0];
  const tops = new Set<string | undefined>();
  let departments = 0;
  let bounces = 0;
  let seen = new Set<number>();
  for (let e = 0; e < events; e++) {
    const ends = e + 1 === events || data.sessionStart[e + 1] === 1;
    if (data.sessionStart[e]) {
      seen = new Set();
      tops.clear();
    }
    if (item[e] >= 0) tops.add(topOf(item[e]));
    if (ends) departments += tops.size;
    if (data.sessionStart[e] && ends) bounces++;
    seen.add(item[e]);
    if (ends || item[e] < 0 || item[e + 1] < 0) continue;
    next++;
    const [a, b] = [item[e], item[e + 1]];
    const path = (i: number) => items[i].category?.join('/');
    if (topOf(a) === topOf(b)) inTop++;
    if (a === b) same++;
    else if (seen.has(b)) again++;
    else if (path(a) && path(a) === path(b)) near++;
  }
  // Sessions by when they began: what share of the latest tenth's events are on items not seen before it.
  const starts = data.sessionBegan.filter((_, e) => data.sessionStart[e]).sort();
  const cut = starts[Math.floor(starts.length * LATEST)];
  const before = new Set<number>();
  for (let e = 0; e < events; e++) if (data.sessionBegan[e] < cut) before.add(item[e]);
  let [late, fresh] = [0, 0];
  for (let e = 0; e < events; e++) {
    if (data.sessionBegan[e] < cut) continue;
    late++;
    if (!before.has(item[e])) fresh++;
  }
  return {
    perItem: events / items.length,
    perVisit: events / sessions,
    visits: sessions / (shopperOffsets.length - 1),
    bounces: bounces / sessions,
    carts: of('cart'),
    purchases: of('purchase'),
    same: same / next,
    again: again / next,
    near: near / next,
    inTop: inTop / next,
    departments: departments / sessions,
    top: sum(top) / sum(sorted),
    topTenth: sum(sorted.subarray(0, Math.ceil(items.length / 10))) / sum(sorted),
    fresh: fresh / late,
  };
}
