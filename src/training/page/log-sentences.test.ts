import { expect, test } from 'vitest';
import { createCollector } from '../data/collect-log.js';
import { logSentences } from './log-sentences.js';

function read(rows: readonly Record<string, unknown>[]) {
  const collector = createCollector({ allowRefused: 0.5 });
  const lines = collector.open('log.csv');
  rows.forEach((values, i) => void lines.take({ file: 'log.csv', line: i + 2, values }));
  lines.close();
  return logSentences(collector.finish());
}

const START = Date.UTC(2026, 0, 5, 8);
const row = (visit: number, at: number, type: string, item: string) => ({
  session: `s${visit}`,
  time: START + visit * 600_000 + at * 20_000,
  type,
  item,
});
const visits = Array.from({ length: 20 }, (_, v) => [
  row(v, 0, 'view', `p${v % 4}`),
  row(v, 1, 'view', `p${(v + 1) % 4}`),
]).flat();

test('tells what a log holds, as codes with their values', () => {
  const { holds, odd, remarks } = read(visits);
  expect(holds).toEqual([
    { code: 'holds', events: 40, shoppers: 20, visits: 20, products: 4 },
    { code: 'day', first: '2026-01-05' },
    { code: 'visits', events: 2, bought: 0 },
  ]);
  expect(odd.map(({ code }) => code)).toEqual(['one-day', 'views-only', 'few-visits']);
  expect(remarks).toEqual([]);
});

test('names what is odd, and how it was read in the words of the page', () => {
  const broken = Array.from({ length: 5 }, (_, i) => ({ ...row(i, 2, 'view', ''), item: '' }));
  const unknown = [{ ...row(0, 3, 'wobble', 'p1') }];
  const { odd, remarks } = read([...visits, ...broken, ...unknown]);
  expect(odd[0]).toEqual({
    code: 'refused',
    lines: 6,
    of: 46,
    reasons: [
      { reason: { text: 'no item', values: {} }, n: 5 },
      {
        reason: {
          text: 'unknown action {name}: say what it means with “Actions” {example}',
          values: { name: 'wobble', example: 'wobble=click' },
        },
        n: 1,
      },
    ],
    more: 0,
  });
  expect(remarks.length).toBeGreaterThan(0);
  // Each is one that the page has words for.
  for (const remark of remarks) expect(remark).toHaveProperty('text');
  expect(JSON.stringify([odd, remarks])).not.toContain('--');
});

test('counts purchases where there are some', () => {
  const { holds } = read([...visits, row(0, 3, 'purchase', 'p1')]);
  expect(holds[2]).toEqual({ code: 'visits', events: 41 / 20, bought: 1 / 41 });
});
