import { expect, test } from 'vitest';
import { fakePage } from './fake-page.fixture.js';
import { pageOf, watchPage } from './watch-page.js';

test('looks at once, whenever a script may have run, and after doubling delays', () => {
  const page = fakePage();
  const window = Object.assign(new EventTarget(), page.watched.window);
  let looks = 0;
  const stop = watchPage(() => void looks++, { ...page.watched, window });
  const moments = [
    page.scriptRan,
    page.wasRead,
    () => window.dispatchEvent(new Event('load')),
    () => window.dispatchEvent(new Event('click')),
    () => page.pass(50),
    () => page.pass(100),
  ];
  const counts = [looks];
  for (const happen of moments) {
    happen();
    counts.push(looks);
  }
  expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7]);
  stop();
});

test('stops once a look returns true', () => {
  const page = fakePage();
  let looks = 0;
  watchPage(() => ++looks === 2, page.watched);
  expect(page.footprint()).toBe(3);
  page.scriptRan();
  expect([looks, page.footprint()]).toEqual([2, 0]);
  page.pass(3_600_000);
  expect(looks).toBe(2);
  watchPage(() => true, page.watched);
  expect(page.footprint()).toBe(0);
});

test('without a window it looks by time only', () => {
  const { after } = fakePage().watched;
  let looks = 0;
  watchPage(() => void looks++, { ...pageOf({}), after })();
  expect(looks).toBe(1);
});
