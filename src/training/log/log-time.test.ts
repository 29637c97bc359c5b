import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseStamp } from './log-time.js';

const T = Date.UTC(2024, 0, 12, 3, 4, 5);

// Wherever the machine stands, the log was written elsewhere.
const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'America/New_York';
});
afterAll(() => {
  process.env.TZ = zone;
});

test.each([
  ['2024-01-12 03:04:05 UTC', T],
  ['2024-01-12T03:04:05Z', T],
  ['2024-01-12T05:04:05+02:00', T],
  ['2024-01-11 20:04:05 -0700', T],
  ['2024-01-12 04:04:05+01', T],
  ['2024-01-12 03:04:05.250', T + 250],
  ['2024-01-12 03:04:05,250', T + 250],
  ['2024-01-12T03:04:05.1234567Z', T + 123],
  ['2024-01-12 03:04:05.123456 UTC', T + 123],
  ['2024-01-12 03:04:05 EST', T + 5 * 3_600_000],
  ['2024-01-12T04:04:05+01:00[Europe/Berlin]', T],
  ['2024/01/12 3:04:05', T],
  ['2024.1.12, 03:04:05', T],
  ['20240112T030405Z', T],
  ['20240112 03:04:05', T],
  ['2024-01-12 3:04:05 a.m.', T],
  ['2024年1月12日 03:04:05', T],
  ['2024年01月12日03时04分05秒', T],
  ['2024年1月12日 3時4分', T - 5000],
  ['2024년 1월 12일 03:04:05', T],
  ['12 Jan 2024 03:04:05', T],
  ['12-JAN-24 03:04:05', T],
  ['12. Januar 2024, 03:04:05', T],
  ['12 janv. 2024 03:04:05', T],
  ['12 de enero de 2024 3:04:05 a. m.', T],
  ['12/Jan/2024:03:04:05 +0000', T],
  ['Jan 12, 2024 3:04:05 AM', T],
  ['January 12, 2024 at 3:04:05 AM', T],
  ['Fri, 12 Jan 2024 03:04:05 GMT', T],
  ['Fri Jan 12 2024 04:04:05 GMT+0100 (Central European Standard Time)', T],
  ['Friday, January 12, 2024 3:04:05 AM', T],
  ['2024-01-12 12:00:00 AM', Date.UTC(2024, 0, 12)],
  ['2024-01-12 12:00 PM', Date.UTC(2024, 0, 12, 12)],
  ['2024-01-11 24:00:00', Date.UTC(2024, 0, 12)],
  ['2024-01-12', Date.UTC(2024, 0, 12)],
  ['Sept 3, 2024', Date.UTC(2024, 8, 3)],
  [new Date(T), T],
])('reads %s', (text, ms) => expect(parseStamp(text)).toBe(ms));

test.each([
  ['12/01/2024', [Date.UTC(2024, 0, 12), Date.UTC(2024, 11, 1), Number.NaN]],
  ['13.01.2024', [Date.UTC(2024, 0, 13), Number.NaN, Number.NaN]],
  ['01-13-2024 3:04 PM', [Number.NaN, Date.UTC(2024, 0, 13, 15, 4), Number.NaN]],
  ['24/01/12', [Date.UTC(2012, 0, 24), Number.NaN, Date.UTC(2024, 0, 12)]],
])('gives every order of %s', (text, readings) => expect(parseStamp(text)).toEqual(readings));

test.each([
  'item 3',
  'May 3',
  'soon',
  '',
  '2024',
  '2024-01',
  '10:03:04',
  '2024-W03-5',
  '2024-012',
  '2024-13-01',
  '2024-02-30',
  '31/31/2024',
  '2024-01-12 25:00',
  '2024-01-12 13:00 PM',
  '2024-01-12 03:04:05 IST',
  '2024-01-12 03:04:05 Europe/Berlin',
  '1704067200',
  'P1D',
  '2024-01-12 03:04:05 +99:00',
  '12 Foo 2024',
  'x'.repeat(1e6),
])('reads no time in %s', (text) => expect(parseStamp(text)).toBeUndefined());
