/** Session ids that belong to several shoppers each, so that they are no sessions. */
export interface SharedSessions {
  /** Ids with several events. */
  sessions: number;
  /** How many of them belong to several shoppers. */
  shared: number;
}

/** It is decided on so many rows: whether ids are sessions shows early. */
export const ROWS_THAT_DECIDE = 200_000;
const LEAST_SESSIONS = 10;
const EVENTS_A_PAIR = 1.5;

/**
 * Whether the ids of sessions are others': most with several events belong to several shoppers, and a shopper has
 * hardly two events in one. A number that each shopper counts from one (GA4) has many.
 */
export function findShared(shopper: Int32Array, session: Int32Array): SharedSessions | undefined {
  const rows = Math.min(session.length, ROWS_THAT_DECIDE);
  const first = new Map<number, number>();
  const several = new Set<number>();
  const shared = new Set<number>();
  const pairs = new Set<number>();
  let given = 0;
  for (let row = 0; row < rows; row++) {
    const id = session[row];
    if (id < 0) continue;
    given++;
    pairs.add(id * 2 ** 26 + shopper[row]);
    const before = first.get(id);
    if (before === undefined) first.set(id, shopper[row]);
    else {
      several.add(id);
      if (before !== shopper[row]) shared.add(id);
    }
  }
  const counts = { several: several.size, shared: shared.size, given, pairs: pairs.size };
  return areShared(counts) ? { sessions: several.size, shared: shared.size } : undefined;
}

/**
 * The rule.
 * @param counts.several ids with several events.
 * @param counts.shared ids of several shoppers.
 * @param counts.given events with an id.
 * @param counts.pairs shoppers with an id of theirs.
 */
export function areShared(
  counts: Readonly<Record<'several' | 'shared' | 'given' | 'pairs', number>>,
): boolean {
  const { several, shared, given, pairs } = counts;
  return several >= LEAST_SESSIONS && shared * 2 >= several && given < EVENTS_A_PAIR * pairs;
}
