/// <reference types="jquery" />
import { createHooks } from '@wordpress/hooks';
import type { ActionType } from '../src/events/event.js';
import { createHostile } from '../src/events/hostile-values.fixture.js';
import { seededRandom } from '../src/lib/random.js';
import { jsonld } from '../src/sources/structured-data/jsonld.js';
import { shopify } from '../src/sources/shopify/shopify.js';
import type { Source } from '../src/sources/source.js';
import { listen, SOURCE_CONTRACT, type SourceRig } from '../src/sources/source-contract.fixture.js';
import { url } from '../src/sources/addresses/url.js';
import { woocommerce } from '../src/sources/woocommerce/woocommerce.js';

// Runs in the pages of `useSourcePage`.
export { jsonld, listen, shopify, url, woocommerce };

export const sourceChecks = Object.keys(SOURCE_CONTRACT);
export const checkSource = async (kind: keyof typeof rigs, name: string) =>
  SOURCE_CONTRACT[name](await rigs[kind]());

/** Starts a source whose events the test reads as `recorder`. */
export const hear = (source: Source) => Object.assign(window, { recorder: listen(source) });

/** An Event with extra fields, as Shopify's classes create them. */
export const standardEvent = (name: string, fields: object) =>
  Object.assign(new Event(`shopify:${name}`, { bubbles: true, cancelable: true }), fields);

const hostile = createHostile(seededRandom(9), [
  'id',
  'product',
  'lines',
  'promise',
  'cart',
  'items',
  'context',
  'url',
  '@type',
  'offers',
]);

/** Listeners on the page now, and the number of observers. */
const listeners: unknown[][] = [];
let observers = 0;

/** How many listeners, observers and wrappers of a source are left on the page. */
export function footprint(): number {
  const { fetch, history, XMLHttpRequest } = window;
  const wrapped =
    Number(fetch !== native.fetch) +
    Number(XMLHttpRequest.prototype.send !== native.send) +
    Number(Object.hasOwn(history, 'pushState')) +
    Number(Object.hasOwn(history, 'replaceState'));
  return listeners.length + observers + wrapped;
}

const native = { fetch: window.fetch, send: XMLHttpRequest.prototype.send };

/** Called when the page starts, before any source. */
function countTraces(): void {
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const ofPage = (target: unknown) => {
    const { navigation } = window as { navigation?: unknown };
    return target === window || target === document || target === navigation;
  };
  const at = (key: unknown[]) =>
    listeners.findIndex((one) => one.every((part, i) => part === key[i]));
  EventTarget.prototype.addEventListener = function (...args) {
    const key = [this ?? window, args[0], args[1], args[2] === true];
    if (ofPage(key[0]) && at(key) < 0) listeners.push(key);
    return addEventListener.apply(this, args);
  };
  EventTarget.prototype.removeEventListener = function (...args) {
    const found = at([this ?? window, args[0], args[1], args[2] === true]);
    if (found >= 0) listeners.splice(found, 1);
    return removeEventListener.apply(this, args);
  };
  const { observe, disconnect } = MutationObserver.prototype;
  MutationObserver.prototype.observe = function (...args) {
    observers++;
    return observe.apply(this, args);
  };
  MutationObserver.prototype.disconnect = function () {
    observers--;
    return disconnect.apply(this);
  };
}
countTraces();

const rigs = { shopify: shopifyRig, woocommerce: wooRig, jsonld: jsonldRig, url: urlRig };

function shopifyRig(): SourceRig {
  const tell = (name: string, fields: object) =>
    document.dispatchEvent(standardEvent(name, fields));
  return {
    source: shopify(window),
    act(id) {
      const merchandise = { id: `gid://shopify/ProductVariant/1${id}`, product: { id } };
      const lines = [{ id: 'gid://shopify/CartLine/1', quantity: 1, merchandise }];
      tell('cart:lines-update', {
        action: 'add',
        context: 'product',
        lines: [{ merchandiseId: merchandise.id, quantity: 1 }],
        promise: Promise.resolve({ cart: { lines } }),
      });
    },
    noise() {
      const unkind = Object.defineProperty({}, 'then', {
        get() {
          throw new Error('hostile');
        },
      });
      for (let i = 0; i < 300; i++) {
        const value = hostile.value();
        tell('product:view', { product: value, context: 'page' });
        tell('cart:lines-update', { action: 'add', lines: value, promise: value });
        tell('cart:lines-update', { action: 'add', lines: [value], promise: Promise.resolve({}) });
        tell('cart:lines-update', { action: 'remove', lines: [{}], promise: unkind });
        tell('collection:view', { collection: value });
        tell('search:update', { search: value });
        localStorage.setItem('nextaisle:bought', '{');
        window.dispatchEvent(
          new StorageEvent('storage', { key: 'nextaisle:bought', newValue: '{' }),
        );
        Object.assign(window, { ShopifyAnalytics: value, Shopify: value });
        document.dispatchEvent(new Event('submit'));
        document.body.click();
      }
      return 600;
    },
    footprint,
  };
}

/** The globals of a WooCommerce page: jQuery from a script tag, and `wp.hooks`. */
export async function wordPress() {
  const script = document.createElement('script');
  script.src = '/jquery/jquery.js';
  await new Promise((resolve, reject) => {
    Object.assign(script, { onload: resolve, onerror: reject });
    document.head.append(script);
  });
  const { jQuery } = window as unknown as { jQuery: JQueryStatic };
  const wp = { hooks: createHooks() };
  Object.assign(window, { wp });
  return {
    jQuery,
    wp,
    /** jQuery listeners on `body`, and listeners to all `wp.hooks` actions. */
    count() {
      const { _data } = jQuery as unknown as {
        _data(element: Element, what: 'events'): Record<string, unknown[]> | undefined;
      };
      const actions = Object.values(wp.hooks.actions).flatMap((one) =>
        'handlers' in one ? one.handlers : [],
      );
      return Object.values(_data(document.body, 'events') ?? {}).flat().length + actions.length;
    },
  };
}

async function wooRig(): Promise<SourceRig> {
  const { jQuery, wp, count } = await wordPress();
  const button = (id: string) => {
    const element = document.createElement('a');
    element.className = 'add_to_cart_button ajax_add_to_cart';
    element.setAttribute('data-product_id', id);
    return jQuery(element);
  };
  const body = jQuery(document.body);
  return {
    source: woocommerce(window),
    act: (id) => body.trigger('added_to_cart', [{}, 'hash', button(id)]),
    noise() {
      for (let i = 0; i < 300; i++) {
        const value = hostile.value();
        body.trigger('added_to_cart', [value, value, undefined]);
        body.trigger('removed_from_cart', [value, value, { 0: value }]);
        body.trigger('added_to_cart', [{}, '', button('x'.repeat(5000))]);
        wp.hooks.doAction('experimental__woocommerce_blocks-cart-add-item', value);
        wp.hooks.doAction('experimental__woocommerce_blocks-product-list-render', {
          products: [value, value],
        });
        document.body.dispatchEvent(new Event('wc-blocks_added_to_cart'));
        document.dispatchEvent(new Event('submit'));
      }
      return 900;
    },
    footprint: () => footprint() + count(),
  };
}

/** Puts structured data into the page. */
export function script(text: string): HTMLScriptElement {
  const element = document.createElement('script');
  element.type = 'application/ld+json';
  element.textContent = text;
  document.head.append(element);
  return element;
}

function jsonldRig(): SourceRig {
  for (const old of document.querySelectorAll('script[type="application/ld+json"]')) old.remove();
  let last: HTMLScriptElement | undefined;
  return {
    source: jsonld(document),
    type: 'click' satisfies ActionType,
    act(id) {
      last?.remove();
      last = script(
        JSON.stringify({ '@context': 'https://schema.org', '@type': 'Product', sku: id }),
      );
    },
    noise() {
      const json = (value: unknown) => {
        try {
          return JSON.stringify(value) ?? 'undefined';
        } catch {
          return '{"@type":"Product"';
        }
      };
      for (let i = 0; i < 100; i++) {
        script(json(hostile.value()));
        script(`{"@type":"Product","offers":${json(hostile.value())}`);
      }
      script('['.repeat(100_000));
      script(JSON.stringify({ '@type': 'Product', sku: '__proto__' }));
      script('x'.repeat(200_001));
      return 103;
    },
    footprint,
  };
}

function urlRig(): SourceRig {
  const go = (path: string) => history.pushState(null, '', path);
  go('/');
  return {
    source: url(window, { product: '/products/:id' }),
    type: 'click' satisfies ActionType,
    act: (id) => go(`/products/${id}`),
    noise() {
      go('/products/__proto__');
      go(`/products/${'x'.repeat(400)}`);
      go('/products/%');
      go('/products/%E0%A4%A');
      go(`/products/${'a/'.repeat(900)}`);
      go('/products/%20');
      // The first two are forbidden as ids; the others are valid ids, or no product.
      return 2;
    },
    footprint,
  };
}
