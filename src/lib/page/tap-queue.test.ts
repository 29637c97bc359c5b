import { expect, onTestFinished, test, vi } from 'vitest';
import { tapQueue } from './tap-queue.js';

const page = (...entries: unknown[]) =>
  ({ layer: entries }) as Record<string, unknown> & {
    layer: unknown[];
  };

test('reads earlier and later entries, and the undo leaves the queue as it was', () => {
  const host = page('a');
  const read: unknown[] = [];
  const stop = tapQueue(host, 'layer', (entry) => read.push(entry));
  expect(host.layer.push('b', 'c')).toBe(3);
  stop();
  host.layer.push('d');
  expect(read).toEqual(['a', 'b', 'c']);
  expect(host.layer).toEqual(['a', 'b', 'c', 'd']);
  expect(Object.hasOwn(host.layer, 'push')).toBe(false);
});

test('creates the queue when the page has none yet', () => {
  const host: Record<string, unknown> = {};
  const read: unknown[] = [];
  tapQueue(host, 'layer', (entry) => read.push(entry));
  (host.layer as unknown[]).push('a');
  expect(read).toEqual(['a']);
});

test('a wrapper below ours returns its value, a wrapper above ours survives the undo', () => {
  const host = page();
  const read: unknown[] = [];
  const seenAbove: unknown[] = [];
  const below = () => 'gtm says so' as unknown as number;
  host.layer.push = below;
  const stop = tapQueue(host, 'layer', (entry) => read.push(entry));
  const ours = host.layer.push;
  host.layer.push = function (...entries) {
    seenAbove.push(...entries);
    return ours.apply(this, entries);
  };
  expect(host.layer.push('a')).toBe('gtm says so');
  stop();
  expect(host.layer.push('b')).toBe('gtm says so');
  expect([read, seenAbove]).toEqual([['a'], ['a', 'b']]);
  host.layer.push = ours;
  tapQueue(host, 'layer', () => {})();
  expect(host.layer.push).toBe(ours);
});

test('catches a reader that throws and a queue that cannot be tapped', () => {
  const host = page('a');
  const stop = tapQueue(host, 'layer', () => {
    throw new Error('reader');
  });
  expect(host.layer.push('b')).toBe(2);
  stop();
  tapQueue({ layer: Object.freeze([]) }, 'layer', () => {})();
  tapQueue(Object.freeze({}), 'layer', () => {})();
  tapQueue({ layer: 'no queue' }, 'layer', () => {})();
});

test('a later reader gets the time when an entry was first seen', () => {
  vi.useFakeTimers({ now: 1000 });
  onTestFinished(() => void vi.useRealTimers());
  const early = { event: 'early' };
  const late = { event: 'late' };
  const host = page(early);
  const read = (told: unknown[]) =>
    tapQueue(host, 'layer', (entry, ts) => told.push([(entry as typeof early).event, ts]));
  const [first, second, third]: unknown[][] = [[], [], []];
  read(first);
  vi.setSystemTime(2000);
  host.layer.push(late);
  vi.setSystemTime(3000);
  read(second);
  // Pushed again is heard anew.
  host.layer.push(early);
  vi.setSystemTime(4000);
  read(third);
  expect(first).toEqual([
    ['early', undefined],
    ['late', undefined],
    ['early', undefined],
  ]);
  expect(second).toEqual([
    ['early', 1000],
    ['late', 2000],
    ['early', undefined],
  ]);
  expect(third.slice(1)).toEqual([
    ['late', 2000],
    ['early', 3000],
  ]);
});
