import { expect, test } from 'vitest';
import type { Nextaisle as Tag } from '../../src/embed.js';
import type * as Nextaisle from '../../src/index.js';
import { everything } from '../storage.fixture.js';
import type { CoreSite } from './core-site.fixture.js';
import { type EnginePage, until } from './engine-browser.fixture.js';

declare const predictor: Nextaisle.Predictor;
declare const nextaisle: Tag;
declare const heard: [how: string, what: string][];

const EVENTS = 200;
/** In every id, search and order of the visit, and nowhere else. */
const MARK = 'qzx';
/** What the library may ask for: itself, a model and the catalog. Never with a query. */
const OURS =
  /^\/(dist\/[\w./-]+\.js|idb-keyval\/[\w./-]+\.js|weights\/\w+\.safetensors|products\.json)$/;

/** Events of every kind, by the shopper's clicks and by the shop's calls. */
const visit = (page: EnginePage, tag: boolean) =>
  page.evaluate(
    async ([count, mark, tag]) => {
      const shop = tag ? nextaisle : predictor;
      const marked = document.createElement('button');
      marked.dataset.nextaisle = 'cart';
      document.body.append(marked);
      for (let i = 0; i < count; i++) {
        const id = `${mark}-${i}`;
        const item = { id, name: `${mark} ${i}`, price: 9, category: [mark, `${mark}-${i % 7}`] };
        if (i % 5 === 0) shop.track('search', `${mark} words ${i}`);
        else if (i % 5 === 1) shop.track('click', { ...item, list: `${mark}-list` });
        else if (i % 5 === 2)
          shop.track('purchase', { order: `${mark}-order-${i}`, items: [item] });
        else if (i % 5 === 3) shop.track('category', `${mark}/${i}`);
        else {
          marked.dataset.nextaisleId = id;
          marked.click();
        }
        if (i % 50 === 49) await shop.predict();
      }
    },
    [EVENTS, MARK, tag] as const,
  );

/** Uses what loads further chunks. */
const useAll = (page: EnginePage, tag: boolean) =>
  page.evaluate(async (tag) => {
    const shop = tag ? nextaisle : predictor;
    await shop.predict({ k: 3 });
    await shop.profile();
    await shop.forecast();
    shop.lift();
  }, tag);

export function testRequests(site: CoreSite): void {
  test.each([
    ['the entry and the element', '/core/page.html', false],
    ['the script tag', '/core/tag.html', true],
  ] as const)(
    `requests: ${EVENTS} events by %s ask for code, model and catalog alone`,
    async (_, path, tag) => {
      const page = await site.open(path);
      if (tag) await until(page, () => nextaisle.status?.().state === 'ready', undefined);
      else await site.start(page, { namespace: 'tag' });
      await visit(page, tag);
      await useAll(page, tag);
      await until(page, (tag) => (tag ? nextaisle : predictor).status().events.waiting === 0, tag);
      const accepted = await page.evaluate(
        (tag) => (tag ? nextaisle : predictor).status().events.accepted,
        tag,
      );
      expect(accepted).toBeGreaterThanOrEqual(EVENTS);
      const asked = site.asked();
      const own = asked.filter(({ url }) => !url.startsWith('/core/'));
      expect(own.length).toBeGreaterThan(4);
      for (const { method, url, headers } of own) {
        expect([method, url]).toEqual(['GET', expect.stringMatching(OURS)]);
        expect(headers).not.toContain(MARK);
      }

      const found = await page.evaluate(() => heard);
      const by = (how: string) => found.filter(([one]) => one === how).map(([, what]) => what);
      const paths = by('fetch').map((address) =>
        address.split(/[\s{]/, 1)[0].replace(/^\w+:\/\/[^/]+/, ''),
      );
      expect([...new Set(paths)].sort()).toEqual(['/products.json', '/weights/base.safetensors']);
      // Tabs of this origin hear of each event; nothing else does, by any way.
      const ways = new Set(found.map(([how]) => how));
      for (const way of ['fetch', 'indexedDB', 'BroadcastChannel']) ways.delete(way);
      expect([...ways]).toEqual([]);
      for (const message of by('BroadcastChannel')) expect(message).toMatch(/^nextaisle:tag /);
      for (const name of by('indexedDB')) expect(name).toMatch(/^nextaisle:tag( \d+)?$/);
      const { 'nextaisle:tag/events': kept, ...rest } = await page.evaluate(everything);
      expect(JSON.stringify(kept)).toContain(MARK);
      expect(rest).toEqual({ localStorage: {}, sessionStorage: {}, cookies: '', caches: [] });
    },
  );
}
