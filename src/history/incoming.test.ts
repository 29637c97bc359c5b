import { describe, expect, onTestFinished, test } from 'vitest';
import { browserEnvironment } from '../lib/environment.js';
import { click, items, NOW, openDevice } from './device.fixture.js';

describe('two tabs', () => {
  test('share new and forgotten events, and agree on their order', async () => {
    const { tab } = openDevice();
    const [one, two] = [tab(), tab()];
    await Promise.all([one.flushed(), two.flushed()]);
    one.append(click('a', NOW));
    two.append(click('b', NOW + 1));
    one.append(click('c', NOW + 2));
    await expect
      .poll(() => [items(one), items(two)])
      .toEqual([
        ['a', 'b', 'c'],
        ['a', 'b', 'c'],
      ]);
    two.forget({ item: 'b' });
    await expect.poll(() => items(one)).toEqual(['a', 'c']);
    one.setTier('off', true);
    await expect.poll(() => items(two)).toEqual([]);
    expect(two.causes).toContain('tab');
  });

  test('count one event when two copies of the library report it', async () => {
    const { tab, stored } = openDevice();
    const [one, two] = [tab(), tab()];
    await Promise.all([one.flushed(), two.flushed()]);
    one.append(click('a'));
    two.append(click('a'));
    await expect.poll(() => [items(one), items(two), stored()]).toEqual([['a'], ['a'], 1]);
    one.append(click('b', NOW + 500));
    await expect.poll(() => items(two)).toEqual(['a', 'b']);
    two.append(click('c', NOW + 600));
    expect(two.eventsOfOtherPages().map(({ item }) => item)).toContain('b');
    expect(two.eventsOfOtherPages().map(({ item }) => item)).not.toContain('c');
  });

  test('have the same event when one of them changes it', async () => {
    const { tab } = openDevice();
    const [one, two] = [tab(), tab()];
    await Promise.all([one.flushed(), two.flushed()]);
    one.append(click('a'));
    await expect.poll(() => items(two)).toEqual(['a']);
    // As when a product turns out to have another id, or a visit another beginning.
    one.amend((event) => ({ ...event, item: 'b', session: 's0' }));
    await expect.poll(() => two.events().map((e) => [e.item, e.session])).toEqual([['b', 's0']]);
    expect(two.eventsOfOtherPages()).toHaveLength(1);
  });

  test('take nothing back that is forgotten in one while the other reads a long history', async () => {
    const { namespace, disk, tab } = openDevice();
    const keyOf = (at: number) => `${String(NOW + at).padStart(18, '0')}-zzzzzzzz`;
    const events = Array.from({ length: 20 }, (_, at) => click(`i${at}`, NOW + at));
    for (const [at, event] of events.entries())
      disk.setItem(`disk:${keyOf(at)}`, JSON.stringify(event));
    const other = new BroadcastChannel(`nextaisle:${namespace}`);
    onTestFinished(() => other.close());
    let turns = 0;
    const page = tab({
      environment: {
        ...browserEnvironment(),
        now: () => NOW + 20,
        async turn() {
          if (turns++) return;
          // The others of the records that it has read are not taken in yet.
          disk.removeItem(`disk:${keyOf(15)}`);
          other.postMessage({ gone: [keyOf(15)] });
          await new Promise((resolve) => setTimeout(resolve, 50));
        },
      },
    });
    await page.flushed();
    await expect.poll(() => items(page)).toHaveLength(19);
    expect(items(page)).not.toContain('i15');
  });

  test('have what was written after all was deleted, whichever they hear first', async () => {
    const { namespace, disk, tab } = openDevice();
    const page = tab();
    await page.flushed();
    page.append(click('a'));
    await page.flushed();
    const key = `${String(NOW + 1).padStart(18, '0')}-zzzzzzzz`;
    const other = new BroadcastChannel(`nextaisle:${namespace}`);
    onTestFinished(() => other.close());
    // A third tab has emptied the store, another has written since; its news came before that of the third.
    other.postMessage({ add: [[key, click('b', NOW + 1)]] });
    await expect.poll(() => items(page)).toEqual(['a', 'b']);
    disk.clear();
    disk.setItem(`disk:${key}`, JSON.stringify(click('b', NOW + 1)));
    other.postMessage({ all: true });
    await expect.poll(() => page.causes.slice(-2)).toEqual(['tab', 'load']);
    expect(items(page)).toEqual(['b']);
  });

  test('ignore malformed messages', async () => {
    const { namespace, tab } = openDevice();
    const page = tab();
    await page.flushed();
    page.append(click('a'));
    const other = new BroadcastChannel(`nextaisle:${namespace}`);
    onTestFinished(() => other.close());
    const key = `${String(NOW).padStart(18, '0')}-zzzzzzzz`;
    for (const news of [null, 1, { add: 5 }, { gone: 'a' }, { add: [[key, { type: 'x' }]] }]) {
      other.postMessage(news);
    }
    other.postMessage({ add: [[key, click('b')]] });
    await expect.poll(() => items(page)).toEqual(['a', 'b']);
    expect(page.status()).toMatchObject({ corrupt: 0, unsaved: 0 });
  });
});
