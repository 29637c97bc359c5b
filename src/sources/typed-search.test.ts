import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ga4 } from './ga4/ga4.js';
import { segment } from './segment/segment.js';
import { listen } from './source-contract.fixture.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page whose shopper types: the data layer is told each letter. */
function openPage(search = '') {
  const host = Object.assign(new EventTarget(), {
    dataLayer: [] as unknown[],
    location: { pathname: '/', search, hash: '' },
  });
  const recorder = listen(ga4(host));
  return {
    host,
    recorder,
    push: (event: string, fields: object) => host.dataLayer.push({ event, ...fields }),
    /** @param gapMs between two letters. */
    type(terms: readonly string[], gapMs = 300, event = 'search') {
      for (const search_term of terms) {
        host.dataLayer.push({ event, search_term });
        vi.advanceTimersByTime(gapMs);
      }
    },
    queries: () => recorder.events.map(({ type, item, query }) => query ?? `${type} ${item}`),
  };
}

test('a search told at each letter is the last of them', () => {
  const { type, queries, recorder } = openPage();
  type(['s', 'sh', 'sho', 'shoe', 'shoes', 'shoe']);
  expect(queries()).toEqual([]);
  vi.advanceTimersByTime(2000);
  expect(queries()).toEqual(['shoe']);
  expect(recorder.refusals()).toEqual({ duplicate: 5 });
});

test('a pause ends it, and so do other words', () => {
  const { type, queries, recorder } = openPage();
  type(['red', 'red chair'], 2500);
  type(['blue', 'blue ', 'blue c'], 500, 'view_search_results');
  type(['lamp'], 5000);
  expect(queries()).toEqual(['red', 'red chair', 'blue c', 'lamp']);
  expect(recorder.refusals()).toEqual({ duplicate: 2 });
});

test('what is done next ends it, in the order of what was done', () => {
  const { type, push, queries } = openPage();
  type(['c', 'ch', 'chair']);
  push('add_to_cart', { ecommerce: { items: [{ item_id: 'a' }] } });
  expect(queries()).toEqual(['chair', 'cart a']);
});

test('results that are listed at each letter do not end it', () => {
  const { type, push, queries } = openPage();
  for (const term of ['c', 'ch', 'chair']) {
    type([term]);
    const items = ['a', 'b'].map((item_id) => ({ item_id, item_category: 'Garden' }));
    push('view_item_list', { ecommerce: { item_list_name: 'Search results', items } });
    vi.advanceTimersByTime(800);
  }
  vi.advanceTimersByTime(2000);
  expect(queries()).toEqual(['chair']);
});

test('what the page was opened for is told at once; it is told when the page is left', () => {
  const { host, type, queries } = openPage('?q=red+chair');
  type(['red chair'], 0, 'view_search_results');
  expect(queries()).toEqual(['red chair']);
  type(['l', 'lamp'], 0);
  host.location.search = '?q=lamp';
  type(['lamp'], 0);
  expect(queries()).toEqual(['red chair']);
  host.dispatchEvent(new Event('pagehide'));
  expect(queries()).toEqual(['red chair', 'lamp']);
  vi.advanceTimersByTime(5000);
  expect(queries()).toEqual(['red chair', 'lamp']);
});

test.each([
  ['?s=desk+%26+shelf', 'desk & shelf'],
  ['?utm=%E0%A4%A&q=St%C3%BChle', 'Stühle'],
  ['?q=%E6%A4%85%E5%AD%90', '椅子'],
])('a page opened by %s is told of %s at once', (search, query) => {
  const { type, queries } = openPage(search);
  type([query], 0);
  expect(queries()).toEqual([query]);
});

test('a search in what was pushed before, and by another platform', () => {
  const host = {
    analytics: [] as unknown[],
    location: { pathname: '/', search: '', hash: '' },
  };
  for (const query of ['m', 'mu', 'mug'])
    host.analytics.push(['track', 'Products Searched', { query }]);
  const recorder = listen(segment(host));
  host.analytics.push(['track', 'Products Searched', { query: 'mugs' }]);
  recorder.stop();
  expect(recorder.events.map(({ query }) => query)).toEqual(['mugs']);
});
