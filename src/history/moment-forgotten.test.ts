import { expect, test } from 'vitest';
import { click, items, NOW, openDevice } from './device.fixture.js';
import { isMomentForgotten } from './moment-forgotten.js';
import { isMomentKey } from './record-keys.js';

test('a moment record is forgotten with an item that it names anywhere, and with its time', () => {
  const record = { since: NOW, counts: [{ item: 'a"b' }, { when: { items: ['c'] } }] };
  for (const item of ['a"b', 'c']) expect(isMomentForgotten({ item }, record)).toBe(true);
  // Names alone are compared, whole.
  for (const item of ['a', '', 'd']) expect(isMomentForgotten({ item }, record)).toBe(false);
  expect(isMomentForgotten({ before: NOW }, record)).toBe(false);
  expect(isMomentForgotten({ before: NOW + 1 }, record)).toBe(true);
  // Without a time it may be of any.
  for (const odd of [{}, null, undefined, 7, { since: 'x' }])
    expect(isMomentForgotten({ before: NOW }, odd)).toBe(true);
});

test('its key begins with a tilde', () => {
  expect(['~a', '~'].every(isMomentKey)).toBe(true);
  expect(['a~', '', null, 7, `${NOW}-~`].some(isMomentKey)).toBe(false);
});

test('moment records lie beside the events, are read by themselves, and forgotten as they say', async () => {
  const { disk, tab, stored } = openDevice();
  disk.setItem('disk:~one', JSON.stringify({ since: NOW, item: 'a' }));
  disk.setItem('disk:~two', JSON.stringify({ since: NOW + 5, item: 'b' }));
  const page = tab();
  page.append(click('c'));
  await page.flushed();
  expect([items(page), page.status().corrupt]).toEqual([['c'], 0]);
  const found = async () =>
    ((await page.momentRecords()) as { item: string }[]).map(({ item }) => item);
  expect(await found()).toEqual(['a', 'b']);
  page.forget({ before: NOW + 1 });
  await page.erased();
  expect([await found(), items(page)]).toEqual([['b'], []]);
  page.forget({ item: 'b' });
  await page.erased();
  expect([await found(), stored()]).toEqual([[], 0]);
});
