import { expect, test } from 'vitest';
import { planLog } from '../log/log-plan.js';
import { createLogBuilder } from './data-set.js';

/** The rows of one shopper, by their dates. */
function rowsOf(dates: readonly string[]) {
  const lines = dates.map((date) => ({ user: 'u', item: 'x', date }));
  const plan = planLog(lines, {});
  return lines.flatMap((line) => plan.read(line)).flatMap((row) => ('type' in row ? [row] : []));
}

test('what an anonymous shopper did counts with the one account it later had', () => {
  const builder = createLogBuilder({});
  for (const [who, also] of [['b\ta'], ['u', 'b\ta'], ['b\tz'], ['u', 'b\tz'], ['v', 'b\tz']]) {
    builder.add({
      shopper: who,
      also,
      time: Date.UTC(2024, 1, 1),
      type: 'click',
      item: 'x',
      session: 's',
    });
  }
  const data = builder.finish();
  // z is a browser of two people: what was done there without an account stays apart.
  expect(builder.facts().shoppers).toBe(3);
  expect(data.sessions).toBe(3);
  expect(builder.notes().join(' ')).toMatch(
    /1 anonymous shopper later had an account.* 1 browser was used by several/s,
  );
});

test('days without hours are a session each, whatever the zone of their midnights', () => {
  const sessions = (times: string[]) => {
    const builder = createLogBuilder({});
    for (const row of rowsOf(times)) builder.add(row);
    const { sessions: count, hasClock } = builder.finish();
    return [count, hasClock, builder.notes().length];
  };
  expect(sessions(['2024-03-04', '2024-03-04', '2024-03-05', '2024-04-01'])).toEqual([3, false, 1]);
  expect(
    sessions([
      '2024-03-04T00:00:00+01:00',
      '2024-03-05T00:00:00+01:00',
      '2024-04-09T00:00:00+02:00',
    ]),
  ).toEqual([3, false, 1]);
  expect(
    sessions(['2024-03-04T00:00:00Z', '2024-03-04T00:10:00Z', '2024-04-09T08:00:00Z']),
  ).toEqual([2, true, 0]);
});
