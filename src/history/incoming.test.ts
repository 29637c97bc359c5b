import { describe, expect, onTestFinished, test, vi } from 'vitest';
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

  test('agree on a visit that they begin in the same moment, be it the first or a later one', async () => {
    const { world, tab } = openDevice();
    const [one, two] = [tab(), tab()];
    await Promise.all([one.flushed(), two.flushed()]);
    for (const visit of [1, 2, 3]) {
      one.append(click(`a${visit}`, world.now, { session: `one${visit}` }));
      two.append(click(`b${visit}`, world.now + 1, { session: `two${visit}` }));
      two.append(click(`c${visit}`, world.now + 2, { session: `two${visit}` }));
      await expect
        .poll(() => [one, two].map((page) => items(page).length))
        .toEqual([3 * visit, 3 * visit]);
      world.now += 31 * 60_000;
    }
    const visits = ['one1', 'one2', 'one3'].flatMap((visit) => [visit, visit, visit]);
    const sessions = (page: typeof one) => page.events().map(({ session }) => session);
    await expect.poll(() => [sessions(one), sessions(two)]).toEqual([visits, visits]);
    const next = tab();
    await next.flushed();
    expect(sessions(next)).toEqual(visits);
  });

  test('delete again what they wrote, when another tab has deleted it before that', async () => {
    const { namespace, tab, stored } = openDevice();
    const page = tab();
    page.append(click('a'));
    await page.flushed();
    const other = new BroadcastChannel(`nextaisle:${namespace}`);
    onTestFinished(() => other.close());
    const heard: unknown[] = [];
    other.onmessage = ({ data }) => heard.push(data);
    page.amend((event) => ({ ...event, item: 'b' }));
    await page.flushed();
    const [[key]] = await expect
      .poll(() => heard)
      .toHaveLength(1)
      .then(() => (heard as { add: [string][] }[])[0].add);
    // Its deletion was in the database before the change, and is heard after it.
    other.postMessage({ gone: [key] });
    await expect.poll(() => [items(page), stored()]).toEqual([[], 0]);
    expect(heard.slice(1)).toEqual([{ add: [], gone: [key] }]);
  });

  test('have what the store has, when they are looked at again', async () => {
    const window = new EventTarget();
    const document = { visibilityState: 'visible' };
    for (const [name, value] of Object.entries({ window, document })) vi.stubGlobal(name, value);
    onTestFinished(() => void vi.unstubAllGlobals());
    const { disk, tab } = openDevice();
    const page = tab();
    for (const [at, item] of ['a', 'b', 'c'].entries()) page.append(click(item, NOW + at));
    await page.flushed();
    const said = () => page.events().map(({ item, session }) => `${item} ${session}`);
    const before = page.events();
    // Another tab was closed before it could tell: it changed one, deleted one and added one.
    const [a, b] = Array.from({ length: disk.length }, (_, at) => disk.key(at) ?? '').sort();
    const change = (key: string, event: unknown) => disk.setItem(key, JSON.stringify(event));
    change(a, click('a', NOW, { session: 's0' }));
    disk.removeItem(b);
    change(`disk:${String(NOW + 9).padStart(18, '0')}-zzzzzzzz`, click('d', NOW + 9));
    const turn = (visibilityState: string) => {
      Object.assign(document, { visibilityState });
      window.dispatchEvent(new Event('visibilitychange'));
      return page.flushed();
    };
    await turn('hidden');
    expect(page.events()).toBe(before);
    await turn('visible');
    expect(said()).toEqual(['a s0', 'c s0', 'd s1']);
    // Who finds nothing new predicts nothing anew.
    const after = page.events();
    await turn('visible');
    expect(page.events()).toBe(after);
    expect(page.causes.filter((cause) => cause === 'load')).toHaveLength(1);
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
    other.postMessage({ forgot: 'all' });
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
