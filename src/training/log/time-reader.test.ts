import { expect, test } from 'vitest';
import { createDateOrders, type DatesOption } from './date-orders.js';
import { createTimeReader } from './time-reader.js';

/** Reads a whole column. */
function column(
  values: readonly unknown[],
  header = 'time',
  dates?: DatesOption,
): (number | string)[] {
  const lines = values.map((value) => ({ [header]: value }));
  const reader = createTimeReader([header], lines, createDateOrders(dates));
  const times = lines.map((line) => ({ line, time: reader.read(line) }));
  return times.map(({ line, time }) => {
    const ms = typeof time === 'number' ? time : time.readings[time.order()];
    return Number.isNaN(ms) ? reader.whyNot(line) : new Date(ms).toISOString().replace('.000Z', '');
  });
}
const refuses = (values: readonly unknown[], detail: RegExp, header?: string) =>
  expect(() => column(values, header)).toThrowError(
    expect.objectContaining({ code: 'BAD_COLUMN', detail: expect.stringMatching(detail) }),
  );

test('a day above 12 decides the order for the lines before it too', () => {
  expect(column(['03/04/2024', '05/04/2024 10:00', '13/04/2024'])).toEqual([
    '2024-04-03T00:00:00',
    '2024-04-05T10:00:00',
    '2024-04-13T00:00:00',
  ]);
  expect(column(['03/04/2024', '03/13/2024'])).toEqual([
    '2024-03-04T00:00:00',
    '2024-03-13T00:00:00',
  ]);
});

test('a column that nothing decides is refused with both readings', () => {
  refuses(
    ['03/04/2024', '05/04/2024'],
    /03\/04\/2024 can be 2024-04-03 \(--dates dmy\) or 2024-03-04 \(--dates mdy\)/,
  );
  expect(column(['03/04/2024'], 'time', 'dmy')).toEqual(['2024-04-03T00:00:00']);
  expect(column(['03/04/2024'], 'time', 'mdy')).toEqual(['2024-03-04T00:00:00']);
  // Both readings say the same.
  expect(column(['04/04/2024', '05/05/2024'])).toEqual([
    '2024-04-04T00:00:00',
    '2024-05-05T00:00:00',
  ]);
});

test('a column with both orders is refused, and read as somebody says', () => {
  refuses(
    ['13/04/2024', '04/14/2024'],
    /13\/04\/2024 is day, month, year and 04\/14\/2024 is month, day, year/,
  );
  expect(column(['13/04/2024', '04/14/2024'], 'time', 'dmy')).toEqual([
    '2024-04-13T00:00:00',
    'time cannot be read',
  ]);
});

test('two digits of a year', () => {
  expect(column(['13/01/24', '14/01/24', '15/02/24'])[0]).toBe('2024-01-13T00:00:00');
  expect(column(['24/01/13', '24/01/14', '24/01/15', '24/02/16'])[0]).toBe('2024-01-13T00:00:00');
  expect(column(['1/13/24 3:04 PM'])).toEqual(['2024-01-13T15:04:00']);
  refuses(['24/01/12'], /2012-01-24 \(--dates dmy\) or 2024-01-12 \(--dates ymd\)/);
});

test.each([
  [[1704067200, 1704067260], '2024-01-01T00:00:00'],
  [['1704067200.5'], '2024-01-01T00:00:00.500Z'],
  [[1704067200000], '2024-01-01T00:00:00'],
  [[1704067200000000n], '2024-01-01T00:00:00'],
  [['1704067200000000000'], '2024-01-01T00:00:00'],
  [['20240131', '20240201'], '2024-01-31T00:00:00'],
  [['20240131123015', '20240201000000'], '2024-01-31T12:30:15'],
  [['2024013112'], '2024-01-31T12:00:00'],
  [['45292.5', '45293.25'], '2024-01-01T12:00:00'],
  [['45292,5'], '2024-01-01T12:00:00'],
  [[0, 5, 2_000_000], '1970-01-01T00:00:00'],
])('numbers are what the column says: %s', (values, first) => {
  expect(column(values)[0]).toBe(first);
});

test('small numbers are seconds from a start, in the unit of their header', () => {
  expect(column([0, 90_000, 200_000_000, 150_000_000])[2]).toBe(
    new Date(200_000_000_000).toISOString().replace('.000Z', ''),
  );
  expect(column([0, 1500], 'offset_time_ms')[1]).toBe('1970-01-01T00:00:01.500Z');
});

test('numbers of several units are refused, a single one is a line without a time', () => {
  const seconds = Array.from({ length: 150 }, (_, i) => 1_704_067_200 + i);
  refuses(
    [...seconds.slice(0, 5), 1_704_067_200_000],
    /several units: 1704067200 \(seconds\), 1704067200000 \(milliseconds\)/,
  );
  expect(column([...seconds, 1_704_067_200_000, 0]).slice(-2)).toEqual(
    Array(2).fill('time is a number of another kind than in the other lines'),
  );
});

test('numbers that can be two things are refused', () => {
  refuses([45292, 45293], /a day of a spreadsheet or a second/);
  expect(column([45292, 45293], 'date')[0]).toBe('2024-01-01T00:00:00');
  expect(column([45292, 45293], 'second')[0]).toBe('1970-01-01T12:34:52');
  expect(column([45292], 'time', 'excel')).toEqual(['2024-01-01T00:00:00']);
  refuses([240112, 240113], /no date that can be told/, 'date');
  refuses(['1.70407E+12', '1.70407E+12'], /lost digits/);
});

test('a date and a clock in two columns, or a date in parts', () => {
  const read = (line: Record<string, unknown>) =>
    new Date(createTimeReader(Object.keys(line), [line]).read(line) as number)
      .toISOString()
      .slice(0, 19);
  expect(read({ date: '2024-01-12', time: '03:04:05' })).toBe('2024-01-12T03:04:05');
  expect(read({ date: '2024-01-12 00:00:00', time: '3:04 PM' })).toBe('2024-01-12T15:04:00');
  expect(read({ date: '20240112', time: '030405' })).toBe('2024-01-12T03:04:05');
  expect(read({ date: '13.01.2024', time: '03:04' })).toBe('2024-01-13T03:04:00');
  expect(read({ y: 2024, m: 1, d: 12 })).toBe('2024-01-12T00:00:00');
  expect(read({ y: '2024', m: 'Jan', d: '12' })).toBe('2024-01-12T00:00:00');
  expect(read({ y: '2024', m: '1', d: '12', h: '3' })).toBe('2024-01-12T03:00:00');
  expect(read({ y: '2024', m: '1', d: '12', t: '03:04:05' })).toBe('2024-01-12T03:04:05');
  expect(read({ day: '45292', time: '0.5' })).toBe('2024-01-01T12:00:00');
});

test('a line without a time says why', () => {
  expect(column(['2024-01-12', '', 'NULL', 'item 3'])).toEqual([
    '2024-01-12T00:00:00',
    'no time',
    'no time',
    'time cannot be read',
  ]);
});

test('numbers that count from another start, or in another unit, are refused', () => {
  const from = (n: number, step = 1) => Array.from({ length: 30 }, (_, i) => n + i * step);
  // Apple's seconds since 2001, .NET's ticks, Windows' file times.
  refuses(from(814_163_677), /814163677 is 1995-10-20 as seconds .* say --dates s$/);
  refuses(
    from(0).map((i) => `6392806767700000${10 + i}`),
    /is 1990-04-05 as nanoseconds/,
  );
  refuses(from(29_874_514), /none of its numbers is near 0/);
  refuses(from(20_746), /none of its numbers is near 0/);
  const days = [1, 2, 3].flatMap((month) => from(month * 100 + 1).slice(0, 28));
  refuses(days, /101 looks like a month and a day without a year/);
  expect(column(from(814_163_677), 'time', 's')[0]).toBe('1995-10-20T04:34:37');
  expect(column(from(20_746), 'time', 'relative')[0]).toBe('1970-01-01T05:45:46');
  expect(column([...days, 132])[0]).toBe('1970-01-01T00:01:41');
});

test('numbers and dates in one column are refused, and times with and without a zone counted', () => {
  refuses(['2026-10-20T04:34:37Z', 7045], /of two kinds, 2026-10-20T04:34:37Z and 7045/);
  const said = (values: readonly string[], more: object = {}) => {
    const lines = values.map((time) => ({ time, ...more }));
    const reader = createTimeReader(['time'], lines);
    lines.forEach(reader.read);
    return reader.notes().join('\n');
  };
  expect(said(['2026-10-20 04:34:37', '2026-10-20 04:34:37+01:00'])).toBe(
    'times (time) are of two kinds: 1 have a zone, and 1 have none and are taken as UTC. Is that what they are?',
  );
  expect(said(['2026-10-20 04:34:37'])).toBe('times (time) without a zone are taken as UTC');
  expect(said(['2026-10-20 04:34:37 CEST', '2026-10-20 04:34:37Z'])).toBe('');
  expect(said(['2026-10-20 04:34:37'], { time_zone: 'Asia/Tokyo' })).toMatch(
    /taken as UTC, whatever time_zone says/,
  );
  expect(said(['2026-10-20 04:34:37Z'], { time_zone: 'Asia/Tokyo' })).toBe('');
});

test('an hour beside a day, and its minutes', () => {
  const read = (line: Record<string, unknown>) =>
    new Date(createTimeReader(Object.keys(line), [line]).read(line) as number).toISOString();
  expect(read({ date: '2026-10-20', hour: '4' })).toBe('2026-10-20T04:00:00.000Z');
  expect(read({ date: '2026-10-20', hour: '4.0', minute: 7 })).toBe('2026-10-20T04:07:00.000Z');
});
