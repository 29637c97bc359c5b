import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { useSite } from './site.fixture.js';
import { serveStores } from './stores-site.fixture.js';
import type * as StoresPage from './stores-page.fixture.js';

/** `stores-page.fixture.ts`, inside the page. */
declare const kit: typeof StoresPage;
declare const recorder: ReturnType<typeof kit.listen>;

const SHOP = `
<main data-nextaisle="view" data-nextaisle-id="SKU-1" data-nextaisle-name="Chair"
  data-nextaisle-price="1,299.00" data-nextaisle-brand="Oak" data-nextaisle-category="Garden/Chairs">
  <button id="add" data-nextaisle="cart" data-nextaisle-quantity="2"><span id="label">Add</span></button>
  <a id="link" href="#other" data-nextaisle="click" data-nextaisle-id="SKU-2"><svg id="art"></svg></a>
  <button id="plain">Nothing</button>
</main>
<button id="find" data-nextaisle="search" data-nextaisle-query="red chair">Go</button>
<button id="stop" data-nextaisle="wishlist" data-nextaisle-id="SKU-3">Wish</button>`;

const site = useSite(() => serveStores({ '/shop': SHOP }), { strict: true });
let page: Page;
beforeEach(async () => {
  page = await site.open('/shop');
  await page.evaluate(() => Object.assign(window, { recorder: kit.listen(kit.dom(document)) }));
});

const heard = () => page.evaluate(() => recorder.items());

test('marks in a real page meet the source contract', async () => {
  await page.goto(site.url);
  const names = await page.evaluate(() => kit.sourceChecks);
  expect(names.length).toBeGreaterThan(3);
  for (const name of names) {
    const failure = await page.evaluate(
      (name) =>
        kit.checkSource(name).then(
          () => undefined,
          (thrown) => String(thrown),
        ),
      name,
    );
    expect(failure, name).toBeUndefined();
  }
});

test('counts a view once, and again when the element gets another item', async () => {
  expect(await heard()).toEqual(['click SKU-1']);
  await page.evaluate(() => {
    const main = document.querySelector('main');
    main?.setAttribute('data-nextaisle-name', 'Another name');
    main?.append(document.createElement('p'));
    const late = document.createElement('div');
    late.innerHTML = '<i data-nextaisle="view" data-nextaisle-id="SKU-9"></i>';
    document.body.append(late);
  });
  expect(await heard()).toEqual(['click SKU-1', 'click SKU-9']);
  await page.evaluate(() => {
    document.querySelector('main')?.setAttribute('data-nextaisle-id', 'SKU-5');
  });
  expect(await heard()).toEqual(['click SKU-1', 'click SKU-9', 'click SKU-5']);
});

test('counts a click by the nearest mark, with the fields around it', async () => {
  await page.click('#label');
  await page.click('#plain');
  await page.click('#find');
  const events = await page.evaluate(() =>
    recorder.events.map(({ ts: _, session: __, ...event }) => event),
  );
  expect(events).toEqual([
    { type: 'click', item: 'SKU-1', price: 1299, source: 'dom' },
    { type: 'cart', item: 'SKU-1', price: 1299, quantity: 2, source: 'dom' },
    { type: 'search', query: 'red chair', source: 'dom' },
  ]);
});

test('reads a click without changing it, even if the shop stops its propagation', async () => {
  const prevented = await page.evaluate(() => {
    let prevented: boolean | undefined;
    addEventListener('click', (event) => {
      prevented = event.defaultPrevented;
    });
    document.getElementById('stop')?.addEventListener('click', (event) => event.stopPropagation());
    document
      .getElementById('art')
      ?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    document.getElementById('stop')?.click();
    return prevented;
  });
  expect(prevented).toBe(false);
  expect(await heard()).toEqual(['click SKU-1', 'click SKU-2', 'wishlist SKU-3']);
});

test('counts a mark inside an open shadow tree', async () => {
  await page.evaluate(() => {
    const host = document.createElement('div');
    document.body.append(host);
    host.attachShadow({ mode: 'open' }).innerHTML =
      '<button data-nextaisle="cart" data-nextaisle-id="SKU-7"><b>Add</b></button>';
    host.shadowRoot?.querySelector('b')?.click();
  });
  expect(await heard()).toEqual(['click SKU-1', 'cart SKU-7']);
});
