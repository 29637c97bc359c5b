import { expect, test } from 'vitest';
import { createCollector } from './collect-log.js';
import { MINUTE, rows, START, type Values } from './odd-log.fixture.js';

function said(all: Values[], file = 'log.csv'): string {
  const collector = createCollector({});
  const log = collector.open(file);
  all.forEach((values, i) => void log.take({ file, line: i + 2, values }));
  log.close();
  return collector.finish().notes.join('\n');
}

test('a usual log is not odd', () => {
  expect(said(rows(() => ({})))).not.toMatch(/clock|one time|longer|first|the same|product\?/);
});

test('a clock of twelve hours without AM and PM', () => {
  const halved = rows((visit, at) => {
    const date = new Date(START + visit * 67 * MINUTE + at * MINUTE);
    date.setUTCHours(date.getUTCHours() % 12 || 12);
    return { time: date.toISOString() };
  });
  expect(said(halved)).toMatch(/no event is before 1:00 or after 12:59/);
});

test('the time of loading, and visits of many days', () => {
  expect(said(rows((visit) => ({ time: START + visit * 67 * MINUTE })))).toMatch(
    /in 100% of its visits all events have one time/,
  );
  const days = rows((visit, at) => ({
    time: START + visit * MINUTE + at * 86_400_000,
    session: `u${visit}`,
  }));
  expect(said(days)).toMatch(/100% of its visits last longer than a day/);
});

test('what was bought before it was looked at', () => {
  const leaks = rows((visit, at) =>
    at === 3 ? { time: START + visit * 67 * MINUTE - MINUTE } : {},
  );
  expect(said(leaks)).toMatch(
    /of 80 products that a shopper looked at and bought, 100% were bought first/,
  );
});

test('ids that are one but for case or zeros, and lines that are no products', () => {
  const cased = rows((visit, at) => ({ item: `${visit % 2 ? 'SKU' : 'sku'}-${(visit + at) % 9}` }));
  expect(said(cased)).toMatch(
    /9 products have the id of another one but for case or zeros \(SKU-0, sku-0\)/,
  );
  const zeros = rows((visit, at) => ({
    item: `${visit % 2 ? '00' : ''}${100 + ((visit + at) % 9)}`,
  }));
  expect(said(zeros)).toMatch(/9 products have the id of another one/);
  const post = rows((_, at) => (at === 3 ? { item: 'POST', name: 'Postage' } : {}));
  expect(said(post)).toMatch(/80 events are about Postage: is that a product\?/);
});

test('shoppers and products that go by another id when they buy', () => {
  const usual = rows((_, at) => (at === 3 ? { item: 'p1' } : {}));
  expect(said(usual)).not.toMatch(/another id/);
  const accounts = rows((visit, at) => (at === 3 ? { user: `account-${visit}` } : {}));
  expect(said(accounts)).toMatch(/100% of the purchases are of shoppers who did nothing else/);
  const variants = rows((visit, at) => (at === 3 ? { item: `p${visit % 30}-red` } : {}));
  expect(said(variants)).toMatch(/100% of the purchases are of products that nobody looked at/);
  const bare = rows((_, at) => (at === 3 ? { item: '' } : {}));
  expect(said(bare)).toMatch(/100% of the purchases name no product/);
});
