import { expect, test } from 'vitest';
import type { Nextaisle as Tag } from '../../src/embed.js';
import type * as Nextaisle from '../../src/index.js';
import type { CoreSite } from './core-site.fixture.js';
import { type EnginePage, until } from './engine-browser.fixture.js';

declare const predictor: Nextaisle.Predictor;
declare const nextaisle: Tag;

/** The texts of the cards that are shown. */
const cards = (page: EnginePage) =>
  page.evaluate(() => {
    const shelf = document.querySelector('nextaisle-shelf');
    const found = shelf?.shadowRoot?.querySelectorAll<HTMLElement>('[part=card]') ?? [];
    return [...found].filter((card) => card.offsetHeight > 0).map((card) => card.textContent);
  });
const shown = (page: EnginePage, least: number) =>
  until(
    page,
    (least) => {
      const shelf = document.querySelector('nextaisle-shelf')?.shadowRoot;
      const found = [...(shelf?.querySelectorAll<HTMLElement>('[part=card]') ?? [])];
      return found.filter((card) => card.offsetHeight > 0).length >= least;
    },
    least,
  );

export function testShelf(site: CoreSite): void {
  test('shelf: names and prices; what a product brings is text', async () => {
    const page = await site.shop({
      catalog: [
        { id: 'chair', name: 'Chair', price: 20, currency: 'EUR', url: '/chair' },
        { id: 'lamp', name: '<img src=x onerror="window.hit=1">', url: 'javascript:window.hit=1' },
        { id: 'sofa', name: 'Sofa', price: 9, currency: 'EUR', url: '/sofa' },
      ],
    });
    await page.evaluate(() => predictor.track('click', 'table'));
    await shown(page, 3);
    const texts = (await cards(page)).join('\n');
    expect(texts).toMatch(/Chair\s*€20\.00/);
    expect(texts).toContain('<img src=x');
    const hit = await page.evaluate(() => {
      const links = document.querySelector('nextaisle-shelf')?.shadowRoot?.querySelectorAll('a');
      for (const link of links ?? [])
        if (!/^\/|^http/.test(link.getAttribute('href') ?? '/')) link.click();
      return (window as unknown as { hit?: number }).hit;
    });
    expect(hit).toBeUndefined();
  });

  test('script tag: calls before it loads are made, its shelf is filled, a reload goes on', async () => {
    const page = await site.open('/core/tag.html');
    await until(page, () => nextaisle.status?.().state === 'ready', undefined);
    await shown(page, 3);
    expect((await cards(page)).join('\n')).toMatch(/Lamp\s*€21\.00/);
    await until(page, () => nextaisle.status().events.waiting === 0, undefined);
    await site.go(page, '/core/tag.html');
    await until(page, () => nextaisle.status?.().state === 'ready', undefined);
    const kept = await page.evaluate(async () => {
      const { events } = await nextaisle.exportData();
      return events.map(({ item }) => item);
    });
    expect(kept.slice(0, 1)).toEqual(['chair']);
    expect(new Set(kept)).toEqual(new Set(['chair']));
  });

  test('demo: a visit to the basket moves the shelf, and the inspector hears it', async () => {
    const page = await site.open('/');
    await until(page, () => nextaisle.status?.().state === 'ready', undefined);
    const go = async (hash: string, events: number) => {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      await until(page, (n) => nextaisle.status().events.accepted >= n, events);
      await page.evaluate(async () => void (await nextaisle.predict()));
    };
    const shelf = () =>
      page.evaluate(() =>
        [
          ...document.querySelectorAll<HTMLElement>(
            'nextaisle-shelf li[data-id]:not([data-id=""])',
          ),
        ].map(({ dataset }) => dataset.id),
      );
    await go('#/p/marsh-cane-chair', 1);
    await until(page, () => document.querySelectorAll('.shelf li[data-id]').length >= 5, undefined);
    const before = await shelf();
    expect(before).toHaveLength(5);
    expect(before).not.toContain('marsh-cane-chair');
    await page.evaluate(() =>
      document.querySelector<HTMLElement>('main [data-nextaisle=cart]')?.click(),
    );
    await go('#/p/rain-teapot', 3);
    await go('#/p/belly-mug', 4);
    await until(
      page,
      (before) =>
        JSON.stringify(
          [...document.querySelectorAll<HTMLElement>('.shelf li[data-id]')].map(
            (li) => li.dataset.id,
          ),
        ) !== before,
      JSON.stringify(before),
    );
    // It is folded on a small screen.
    await page.evaluate(() => document.querySelector('#inspector')?.removeAttribute('collapsed'));
    const heard = () =>
      document.querySelector('#inspector')?.shadowRoot?.querySelectorAll('.feed .taken').length ===
      4;
    await until(page, heard, undefined);
    expect(await page.evaluate(() => nextaisle.status().faults)).toEqual([]);
  });
}
