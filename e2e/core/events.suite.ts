import { expect, test } from 'vitest';
import type * as Nextaisle from '../../src/index.js';
import type { CoreSite } from './core-site.fixture.js';
import { items } from './in-page.fixture.js';

declare const predictor: Nextaisle.Predictor;

export function testEvents(site: CoreSite): void {
  test('events: a prediction after each, by the shipped model', async () => {
    const page = await site.shop();
    const found = await page.evaluate(async () => {
      let heard = 0;
      predictor.on('prediction', () => heard++);
      predictor.track('search', 'oak chair');
      predictor.track('click', { id: 'chair', price: 20 });
      predictor.track('cart', 'chair');
      predictor.track('purchase', { order: 'o-1', items: [{ id: 'chair', price: 20 }] });
      const { actions, intent, items, backend } = await predictor.predict({ k: 5 });
      return {
        heard: heard > 0,
        backend,
        sum: Object.values(actions).reduce((sum, chance) => sum + chance, 0),
        purchase: intent.purchase,
        items: items.map(({ probability }) => probability),
        model: predictor.status().model.source,
        faults: predictor.status().faults,
      };
    });
    expect(found).toMatchObject({ heard: true, model: 'base', faults: [] });
    expect(found.backend).toMatch(/^(cpu|webgl)$/);
    expect(found.sum).toBeCloseTo(1, 4);
    expect(found.purchase).toBeGreaterThan(0);
    expect(found.purchase).toBeLessThan(1);
    expect(found.items.length).toBeGreaterThan(2);
    expect(found.items.every((chance) => chance >= 0 && chance <= 1)).toBe(true);
  });

  test('events: one act counts once, and what is malformed is refused and counted', async () => {
    const page = await site.shop({ sources: ['ga4', 'dom'] });
    const refused = await page.evaluate(async () => {
      const shop = window as unknown as { dataLayer: object[] };
      shop.dataLayer ??= [];
      document.querySelector('button')?.click();
      const items = [{ item_id: 'stool', item_name: 'Stool' }];
      shop.dataLayer.push({ event: 'add_to_cart', ecommerce: { items } });
      predictor.track('click', { id: '' });
      predictor.track('levitate' as 'click', 'chair');
      await predictor.predict();
      // A cart that is told before anybody has touched the page may be a stored one: its source waits a moment.
      while (!predictor.status().events.refused.duplicate)
        await new Promise((resolve) => setTimeout(resolve, 20));
      const { accepted, refused } = predictor.status().events;
      return { accepted, refused };
    });
    expect(refused).toEqual({ accepted: 1, refused: { duplicate: 1, item: 1, type: 1 } });
    expect(await items(page)).toEqual(['stool']);
  });
}
