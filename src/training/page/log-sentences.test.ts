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

test('says what a log holds, in sentences', () => {
  const { holds, odd } = read(visits);
  expect(holds).toEqual([
    '40 events of 20 shoppers in 20 visits, over 4 products, of 2026-01-05.',
    'A visit has 2.0 events on average.',
  ]);
  for (const sentence of odd) expect(sentence).toMatch(/^[A-Z0-9].*[.?!]$/);
});

test('names what is odd, in the words of the page', () => {
  const broken = Array.from({ length: 5 }, (_, i) => ({ ...row(i, 2, 'view', ''), item: '' }));
  const { odd } = read([...visits, ...broken]);
  expect(odd[0]).toMatch(/^5 lines of 45 could not be used: .+ \(5\)\.$/);
  expect(odd.join(' ')).toContain('cart or a purchase cannot be learned');
  expect(odd.join(' ')).toContain('20 visits are few');
  expect(odd.join(' ')).not.toContain('--');
});

test('counts purchases where there are some', () => {
  const { holds } = read([...visits, row(0, 3, 'purchase', 'p1')]);
  expect(holds[1]).toBe('A visit has 2.0 events on average. 2.4% of the events are purchases.');
});
