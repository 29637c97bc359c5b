import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import type * as PlatformsPage from './platforms-page.fixture.js';
import { useSourcePage } from './source-page.fixture.js';

/** `platforms-page.fixture.ts`, inside the page. */
declare const kit: typeof PlatformsPage;
declare const recorder: ReturnType<typeof kit.listen>;
declare const shop: Awaited<ReturnType<typeof kit.wordPress>>;

const WOO_PRODUCT = `
<script>document.body.className = 'product-template-default single single-product postid-34 woocommerce woocommerce-page'</script>
<h1 class="product_title entry-title">Wooden Chair</h1>
<form class="cart" action="/product/chair/" method="post">
  <input type="number" name="quantity" value="2">
  <button type="submit" name="add-to-cart" value="34" class="single_add_to_cart_button button">Add to cart</button>
</form>
<ul class="products"><li class="product type-product post-35">
  <h2 class="woocommerce-loop-product__title">Stool</h2>
  <a href="?add-to-cart=35" data-quantity="1" class="button product_type_simple add_to_cart_button ajax_add_to_cart" data-product_id="35" data-product_sku="STOOL">Add to cart</a>
</li></ul>
<div data-wp-interactive="woocommerce/product-button"><button type="button" id="block" class="wp-block-button__link add_to_cart_button ajax_add_to_cart wc-interactive" data-product_id="36">Add to cart</button></div>`;

const bodyClass = (names: string) => `<script>document.body.className = '${names}'</script>`;
const { heard, refusals, testContract, ...opened } = useSourcePage(
  {
    '/product/chair/': WOO_PRODUCT,
    '/checkout/': bodyClass('woocommerce-checkout woocommerce-page'),
    '/checkout/order-received/42/': bodyClass('woocommerce-checkout woocommerce-order-received'),
    '/product-category/garden/': `${bodyClass('archive tax-product_cat term-garden woocommerce')}<h1>Garden</h1>`,
    '/search/': bodyClass('search search-results woocommerce'),
    '/search/none/': bodyClass('search search-no-results woocommerce'),
    '/checkout/order-received/43/': `${bodyClass('woocommerce-checkout woocommerce-order-received')}
      <p class="woocommerce-notice woocommerce-thankyou-order-failed">Declined</p>`,
  },
  { '/jquery/': dirname(createRequire(import.meta.url).resolve('jquery')) },
);
let page: Page;
beforeEach(() => {
  page = opened.page();
});

testContract('the contract of sources, in a real page', 'woocommerce');

describe('WooCommerce', () => {
  const open = async (path: string, late = false) => {
    await page.goto(`${opened.url()}${path}`);
    await page.evaluate(async (late) => {
      if (!late) Object.assign(window, { shop: await kit.wordPress() });
      kit.hear(kit.woocommerce(window));
    }, late);
  };
  const LOOK = { type: 'click', item: '34' };

  test.each([
    ['/product/chair/', LOOK],
    ['/checkout/', { type: 'checkout' }],
    ['/checkout/order-received/42/?key=wc_order_abc', { type: 'purchase', order: 'wc_order_abc' }],
    ['/checkout/order-received/42/', { type: 'purchase', order: '42' }],
    ['/product-category/garden/', { type: 'category', category: ['Garden'] }],
    ['/search/?s=red+chair&post_type=product', { type: 'search', query: 'red chair' }],
  ])('reports the page %s', async (path, event) => {
    await open(path);
    // An order waits for its products, which another tag may name.
    await expect.poll(heard).toEqual([event]);
  });

  test('reports nothing on other pages', async () => {
    await open('/');
    expect([await heard(), await refusals()]).toEqual([[], {}]);
  });

  test.each([false, true])('reads classic buttons by jQuery (loaded late: %s)', async (late) => {
    await open('/product/chair/', late);
    await page.evaluate(async (late) => {
      if (late) Object.assign(window, { shop: await kit.wordPress() });
      const { jQuery } = shop;
      const button = document.querySelector<HTMLElement>('[data-product_id="35"]');
      button?.addEventListener('click', (event) => event.preventDefault());
      button?.click();
      const args = [{}, 'hash', jQuery(button as Element)];
      jQuery(document.body).trigger('added_to_cart', args);
      // On pages with blocks, those repeat the jQuery event as a native one.
      document.body.dispatchEvent(new CustomEvent('wc-blocks_added_to_cart'));
      jQuery(document.body).trigger('removed_from_cart', args);
    }, late);
    expect(await heard()).toEqual([
      LOOK,
      { type: 'cart', item: '35', quantity: 1 },
      { type: 'remove', item: '35', quantity: 1 },
    ]);
    expect(await refusals()).toEqual({});
  });

  test('counts a link that adds to the cart by navigation', async () => {
    await open('/product/chair/');
    await page.evaluate(() => {
      const link = document.querySelector<HTMLElement>('[data-product_id="35"]');
      link?.classList.remove('ajax_add_to_cart');
      link?.addEventListener('click', (event) => event.preventDefault());
      link?.click();
      document.body.dispatchEvent(new CustomEvent('wc-blocks_added_to_cart', { bubbles: true }));
    });
    expect(await heard()).toEqual([LOOK, { type: 'cart', item: '35', quantity: 1 }]);
  });

  test('reads a block button, whose event does not name the product', async () => {
    await open('/product/chair/');
    await page.evaluate(() => {
      const added = () =>
        document.body.dispatchEvent(
          new CustomEvent('wc-blocks_added_to_cart', {
            bubbles: true,
            detail: { preserveCartData: true },
          }),
        );
      added();
      document.getElementById('block')?.click();
      added();
      added();
    });
    expect(await heard()).toEqual([LOOK, { type: 'cart', item: '36' }]);
  });

  test('counts a native event and its jQuery copy once', async () => {
    await open('/product/chair/');
    await page.evaluate(() => {
      const { jQuery } = shop;
      const block = document.getElementById('block');
      for (let i = 0; i < 2; i++) {
        block?.click();
        document.body.dispatchEvent(new CustomEvent('wc-blocks_added_to_cart', { bubbles: true }));
        jQuery(document.body).trigger('added_to_cart', [{}, '', jQuery(block as Element)]);
      }
    });
    expect(await heard()).toEqual([
      LOOK,
      { type: 'cart', item: '36' },
      { type: 'cart', item: '36' },
    ]);
    expect(await refusals()).toEqual({ duplicate: 2 });
  });

  test('reads the form of the product page when it is posted', async () => {
    await open('/product/chair/');
    await page.evaluate(() => {
      const { events } = recorder;
      addEventListener('pagehide', () => sessionStorage.setItem('told', JSON.stringify(events)));
      document.querySelector<HTMLElement>('.single_add_to_cart_button')?.click();
    });
    await page.waitForFunction(() => !('recorder' in window));
    const told = await page.evaluate(() => JSON.parse(sessionStorage.getItem('told') ?? '[]'));
    expect(told).toMatchObject([LOOK, { type: 'cart', item: '34', quantity: 2 }]);
  });

  test('reads the form of the product page when the theme sends it by script', async () => {
    await open('/product/chair/');
    await page.evaluate(() => {
      const { jQuery } = shop;
      const prevent = (event: Event) => event.preventDefault();
      document.addEventListener('submit', prevent);
      const button = document.querySelector<HTMLElement>('.single_add_to_cart_button');
      button?.click();
      Object.assign(window, { early: recorder.events.length });
      jQuery(document.body).trigger('added_to_cart', [{}, '', jQuery(button as Element)]);
      document.removeEventListener('submit', prevent);
    });
    expect(await page.evaluate('early')).toBe(1);
    expect(await heard()).toEqual([LOOK, { type: 'cart', item: '34', quantity: 2 }]);
  });

  test('reads variable and grouped products', async () => {
    await open('/product/chair/');
    await page.evaluate(() => {
      const { jQuery } = shop;
      document.addEventListener('submit', (event) => event.preventDefault());
      for (const fields of [
        '<input name="product_id" value="50"><input name="variation_id" value="51">',
        '<input name="quantity[60]" value="2"><input name="quantity[61]" value="0"><input name="quantity[62]" value="1">',
      ]) {
        const form = document.createElement('form');
        form.className = 'cart';
        form.innerHTML = `${fields}<button>Add</button>`;
        document.body.append(form);
        form.querySelector('button')?.click();
        jQuery(document.body).trigger('added_to_cart', [{}, '', undefined]);
      }
    });
    expect((await heard()).slice(1)).toEqual([
      { type: 'cart', item: '50' },
      { type: 'cart', item: '60', quantity: 2 },
      { type: 'cart', item: '62', quantity: 1 },
    ]);
  });

  test('reads forms as they are sent, and buttons of themes that send them by themselves', async () => {
    await open('/product/chair/');
    await page.evaluate(() => {
      const { jQuery } = shop;
      document.addEventListener('submit', (event) => event.preventDefault());
      const put = (fields: string, method = 'post') => {
        const form = document.createElement('form');
        form.className = 'cart';
        form.id = `form-${document.forms.length}`;
        form.method = method;
        form.innerHTML = `${fields}<button>Add</button>`;
        document.body.append(form);
        return form;
      };
      const send = (form: HTMLFormElement) => {
        form.querySelector('button')?.click();
        jQuery(document.body).trigger('added_to_cart', [{}, '', undefined]);
      };
      send(
        put(`<input type="checkbox" name="quantity[60]" value="1">
          <input type="checkbox" name="quantity[61]" value="1" checked>
          <select name="quantity[62]"><option>0<option selected>2</select>`),
      );
      const apart = put('<input name="product_id" value="50"><input name="quantity" disabled>');
      document.body.insertAdjacentHTML(
        'beforeend',
        `<input name="quantity" value="4" form="${apart.id}">`,
      );
      send(apart);
      // Sold elsewhere, and an order that sets no product.
      send(put('', 'get'));
      const own = put('<input name="quantity" value="3">');
      own.insertAdjacentHTML('beforeend', '<a id="own" name="add-to-cart" value="70">Add</a>');
      jQuery(document.body).trigger('added_to_cart', [{}, '', document.getElementById('own')]);
    });
    expect((await heard()).slice(1)).toEqual([
      { type: 'cart', item: '61', quantity: 1 },
      { type: 'cart', item: '62', quantity: 2 },
      { type: 'cart', item: '50', quantity: 4 },
      { type: 'cart', item: '70', quantity: 3 },
    ]);
    expect(await refusals()).toEqual({ item: 1 });
  });

  test('a search that found nothing is one; an order that failed is none', async () => {
    await open('/search/none/?s=blue+chair&post_type=product');
    expect(await heard()).toEqual([{ type: 'search', query: 'blue chair' }]);
    await open('/checkout/order-received/43/');
    await page.evaluate(() => recorder.stop());
    expect(await heard()).toEqual([]);
  });

  test('counts a line removed on the cart page', async () => {
    await open('/');
    await page.evaluate(() => {
      const form = document.createElement('form');
      form.className = 'woocommerce-cart-form';
      form.innerHTML =
        '<table><tr><td class="product-remove"><a href="#" class="remove" data-product_id="7" data-product_sku="S">×</a></td></tr></table>';
      document.body.append(form);
      form.querySelector('a')?.click();
    });
    expect(await heard()).toEqual([{ type: 'remove', item: '7' }]);
  });

  test('reads store events of blocks from wp.hooks', async () => {
    await open('/');
    const shown = await page.evaluate(() => {
      const { wp } = shop;
      const act = (name: string, payload: object) =>
        wp.hooks.doAction(`experimental__woocommerce_blocks-${name}`, payload);
      const product = {
        id: 7,
        name: 'Chair',
        permalink: 'https://shop.example/product/chair/',
        prices: { price: '2050', currency_code: 'EUR', currency_minor_unit: 2 },
        images: [{ src: 'https://shop.example/chair.jpg' }],
        categories: [{ name: 'Garden' }],
        is_in_stock: true,
      };
      act('product-list-render', { products: [product, { id: 8 }, {}], listName: 'all' });
      act('product-view-link', { product });
      act('cart-add-item', { product });
      act('cart-remove-item', { product: { ...product, key: 'abc' }, quantity: 3 });
      act('product-search', { searchTerm: 'chair' });
      return recorder.shown;
    });
    expect(shown).toEqual(['7', '8']);
    expect(await heard()).toEqual([
      { type: 'click', item: '7', price: 20.5 },
      { type: 'cart', item: '7', price: 20.5 },
      { type: 'remove', item: '7', price: 20.5, quantity: 3 },
      { type: 'search', query: 'chair' },
    ]);
    expect(await refusals()).toEqual({ item: 1 });
  });

  test('follows a replaced jQuery and lets go of the first one', async () => {
    await open('/');
    const left = await page.evaluate(async () => {
      const second = await kit.wordPress();
      document.body.click();
      const button = document.createElement('a');
      button.setAttribute('data-product_id', '7');
      second.jQuery(document.body).trigger('added_to_cart', [{}, '', { 0: button }]);
      return shop.count();
    });
    expect(left).toBe(0);
    expect(await heard()).toEqual([{ type: 'cart', item: '7' }]);
  });
});
