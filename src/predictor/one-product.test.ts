import { describe, expect, test } from 'vitest';
import { listIds } from '../catalog/list-ids.fixture.js';
import { createCatalog } from '../catalog/catalog.js';
import type { ShopEventSource } from '../events/event.js';
import { parseItem } from '../events/parse-item.js';
import { oneProduct } from '../sources/identity/one-product.js';

interface Setup {
  /** Ids that the model was trained with. */
  trained?: string[];
  address?: string;
  canonical?: string;
}

/** A page whose sources tell what a test says, over a real catalog. */
function openPage({
  trained = [],
  address = 'https://shop.example/p/chair',
  canonical,
}: Setup = {}) {
  const catalog = createCatalog(listIds(trained));
  const link = canonical && { getAttribute: () => canonical };
  const document = { location: { href: address }, querySelector: () => link };
  const timers: (() => void)[] = [];
  let now = 0;
  const environment = {
    clock: () => now,
    after: (_: number, task: () => void) => {
      timers.push(task);
      return () => void timers.splice(timers.indexOf(task), 1);
    },
  };
  const idOf = (id: string) => catalog.id(catalog.indexOf(id)) ?? id;
  const judge = oneProduct(
    document as unknown as Document,
    environment,
  )({
    learn: (item) => void catalog.upsert(item),
    idOf,
    item: (id) => catalog.item(catalog.indexOf(id)),
    isFixed: catalog.isFixed,
    events: () => [],
    eventsOfOtherPages: () => [],
  });
  const looks: string[] = [];
  const tell = (source: ShopEventSource, isEvent: boolean, raw: object) => {
    const isRepeated = judge({ source, isEvent, raw, address: document.location.href });
    const item = parseItem(isEvent ? (raw as { item: unknown }).item : raw);
    if (item) catalog.upsert(item);
    return isRepeated;
  };
  return {
    catalog,
    looks: () => looks.map(idOf),
    /** Looks, in this order, told by these sources. */
    look(source: ShopEventSource, item: { id: string; [field: string]: unknown }) {
      if (!tell(source, true, { type: 'click', item })) looks.push(item.id);
    },
    act: (source: ShopEventSource, type: string, item: object) =>
      tell(source, true, { type, item }),
    show: (source: ShopEventSource, ...items: object[]) => {
      for (const item of items) tell(source, false, item);
    },
    given: (item: object) => void catalog.upsert(parseItem(item) as { id: string }, true),
    settle: () => {
      for (const task of timers.splice(0)) task();
    },
    wait: (ms: number) => {
      now += ms;
    },
    go: (next: string) => {
      document.location.href = next;
    },
    /** The products that are known, each by all of its ids. */
    products: () =>
      catalog
        .shown()
        .map((row) => [catalog.id(row), ...(catalog.item(row)?.aliases ?? [])].sort().join(' '))
        .sort(),
  };
}

const chair = { name: 'Oak chair', price: 129 };
const permutations = <T>(list: T[]): T[][] =>
  list.length < 2
    ? [list]
    : list.flatMap((one, at) =>
        permutations(list.filter((_, i) => i !== at)).map((rest) => [one, ...rest]),
      );

/** What the sources of one page tell, by platform. */
const PAGES = {
  shopware: [
    ['ga4', { id: '1a4f0b6de2c94c7d', ...chair }],
    ['jsonld', { id: 'SW10001', ...chair }],
  ],
  'shopware, prices net and gross, but one address': [
    ['url', { id: 'chair', url: '/p/chair', name: 'Oak chair' }],
    [
      'jsonld',
      { id: 'SW10001', ...chair, price: 108.4, url: 'https://shop.example/p/chair?utm_source=x' },
    ],
  ],
  woocommerce: [
    ['woocommerce', { id: '34', name: 'Oak chair', url: '/p/chair' }],
    ['ga4', { id: 'CHAIR-OAK', ...chair }],
    ['jsonld', { id: 'CHAIR-OAK', ...chair, url: 'https://shop.example/p/chair/' }],
  ],
  'woocommerce, with the ids of its Google channel': [
    ['woocommerce', { id: '34', name: 'Oak chair', url: '/p/chair' }],
    ['ga4', { id: 'gla_34' }],
    ['jsonld', { id: 'CHAIR-OAK', ...chair, url: '/p/chair' }],
  ],
  shopify: [
    ['shopify', { id: '468', ...chair, url: '/p/chair' }],
    ['ga4', { id: 'shopify_DE_468_404', name: 'Oak chair - XS', price: 129 }],
    ['jsonld', { id: 'OAK-1', ...chair, url: '/p/chair?variant=404' }],
    ['track', { id: 'gid://shopify/Product/468' }],
  ],
  'names in other letters, with entities': [
    ['ga4', { id: '7', name: "Tom & Jerry's  CHAIR", price: 20 }],
    ['jsonld', { id: 'TJ-7', name: 'Tom &amp; Jerry&#39;s chair', price: '20.00' }],
  ],
  'the engineer tells a third id': [
    ['track', { id: 'db-9', ...chair }],
    ['ga4', { id: '9', ...chair }],
    ['jsonld', { id: 'SKU-9', ...chair }],
  ],
} as unknown as Record<string, [ShopEventSource, { id: string }][]>;

describe('what a page tells of one product is one item and one look', () => {
  test.each(Object.entries(PAGES))('%s: in every order, whatever the model knows', (_, told) => {
    const ids = [...new Set(told.map(([, { id }]) => id))].sort();
    const chosen = new Set<string>();
    for (const trained of [undefined, ...ids]) {
      for (const order of permutations(told)) {
        const page = openPage({ trained: trained ? ['lamp', trained] : [] });
        for (const [source, item] of order) page.look(source, item);
        page.settle();
        const key = JSON.stringify(order.map(([source]) => source));
        expect([key, page.products()]).toEqual([key, [ids.join(' ')]]);
        expect([key, page.looks()]).toEqual([key, [trained ?? page.looks()[0]]]);
        if (!trained) chosen.add(page.looks()[0]);
      }
    }
    // The same choice in every order.
    expect([...chosen]).toHaveLength(1);
  });

  test('the id of the shop’s own catalog wins, unless the model has another', () => {
    const page = openPage();
    page.look('ga4', { id: '7', ...chair });
    page.look('jsonld', { id: 'SKU-7', ...chair });
    page.given({ id: 'SKU-7', ...chair });
    expect(page.looks()).toEqual(['SKU-7']);
    const trained = openPage({ trained: ['7'] });
    trained.given({ id: 'SKU-7', aliases: ['7'] });
    trained.look('jsonld', { id: 'SKU-7', ...chair });
    expect(trained.looks()).toEqual(['7']);
  });

  test('an addition to the cart that two sources report with one name', () => {
    const page = openPage({ address: 'https://shop.example/c/chairs' });
    page.act('ga4', 'cart', { id: 'CHAIR-OAK', ...chair });
    page.act('woocommerce', 'cart', { id: '34', name: 'Oak chair' });
    expect(page.products()).toEqual(['34 CHAIR-OAK']);
  });

  test('a code that another source uses as its id', () => {
    const page = openPage();
    page.show('jsonld', { id: 'SKU-7', ...chair, codes: ['4006381333931', 'mpn:77'] });
    page.look('ga4', { id: '4006381333931' });
    expect(page.products()).toEqual(['4006381333931 SKU-7']);
  });

  test('two lists of the same products', () => {
    const page = openPage({ address: 'https://shop.example/c/chairs' });
    const names = ['Oak', 'Pine', 'Elm'];
    page.show('ga4', ...names.map((name, i) => ({ id: `${i}`, name, price: 20 + i })));
    page.show(
      'jsonld',
      ...names.map((name, i) => ({ id: `S${i}`, name, price: 20 + i, url: `/p/${i}` })),
    );
    page.settle();
    expect(page.products()).toEqual(['0 S0', '1 S1', '2 S2']);
  });

  test('a canonical address is the page’s own', () => {
    const address = 'https://shop.example/c/oak/chair?sort=price';
    const entries = performance.getEntriesByType;
    performance.getEntriesByType = () => [{ name: address }] as unknown as PerformanceEntryList;
    const page = openPage({ address, canonical: 'https://shop.example/p/chair' });
    page.look('woocommerce', { id: '34', url: '/c/oak/chair?sort=price' });
    page.show('jsonld', { id: 'SKU-7', name: 'Oak chair', url: '/p/chair' });
    performance.getEntriesByType = entries;
    expect(page.products()).toEqual(['34 SKU-7']);
  });
});

describe('what is not surely one product stays two', () => {
  const stays = (page: ReturnType<typeof openPage>, count: number) => {
    page.settle();
    expect(page.products()).toHaveLength(count);
  };

  test('two variants that one source names one after the other', () => {
    for (const order of permutations([0, 1, 2])) {
      const page = openPage();
      const tell = [
        () => page.look('ga4', { id: 'V1', ...chair, group: 'G' }),
        () => page.look('ga4', { id: 'V2', ...chair, group: 'G' }),
        () => page.look('jsonld', { id: 'SKU', ...chair }),
      ];
      for (const at of order) tell[at]();
      page.settle();
      expect(page.catalog.indexOf('V1')).not.toBe(page.catalog.indexOf('V2'));
      expect(page.catalog.item(page.catalog.indexOf('V2'))?.group).toBe('G');
    }
  });

  test('a variant on another page than the one that shared the id of structured data', () => {
    const page = openPage();
    page.look('ga4', { id: '101', ...chair });
    page.look('jsonld', { id: 'SKU', ...chair });
    page.wait(20_000);
    page.go('https://shop.example/p/chair?variant=2');
    page.look('ga4', { id: '102', ...chair });
    page.look('jsonld', { id: 'SKU', ...chair });
    expect(page.products()).toEqual(['101 SKU', '102']);
  });

  test('a group that is the product itself keeps no two apart', () => {
    const page = openPage();
    page.look('ga4', { id: 'A1', ...chair, group: 'A1' });
    page.look('jsonld', { id: 'SKU-1', ...chair, codes: ['A1'] });
    expect(page.looks()).toHaveLength(1);
    expect(page.products()).toHaveLength(1);
  });

  test('a product and its group', () => {
    const page = openPage();
    page.look('ga4', { id: 'V1', ...chair, group: 'G' });
    page.show('jsonld', { id: 'G', ...chair, url: '/p/chair' });
    stays(page, 2);
  });

  test('variants of Shopify that a list shows side by side, with one group', () => {
    const page = openPage();
    page.show('ga4', { id: 'shopify_DE_8_40', ...chair }, { id: 'shopify_DE_8_41', ...chair });
    page.look('shopify', { id: '8', ...chair });
    page.settle();
    const [one, other] = ['shopify_DE_8_40', 'shopify_DE_8_41'].map(page.catalog.indexOf);
    expect(one).not.toBe(other);
    expect(page.catalog.item(other)?.group).toBe('8');
  });

  test('equal name and price at two addresses of a list', () => {
    const page = openPage({ address: 'https://shop.example/c/chairs' });
    page.show('ga4', { id: '1', ...chair }, { id: '2', ...chair });
    page.show('jsonld', { id: 'S1', ...chair, url: '/p/1' }, { id: 'S2', ...chair, url: '/p/2' });
    stays(page, 4);
  });

  test('one product of another list with the name and price of one here', () => {
    const page = openPage();
    page.look('ga4', { id: '1', ...chair });
    page.show('jsonld', { id: 'S9', ...chair, url: '/p/another-oak-chair' });
    stays(page, 2);
    const list = openPage({ address: 'https://shop.example/c/chairs' });
    list.show('ga4', { id: '1', ...chair }, { id: '2', name: 'Lamp', price: 5 });
    list.show('jsonld', { id: 'S1', ...chair }, { id: 'S3', name: 'Vase', price: 9 });
    stays(list, 4);
  });

  test.each(['/', 'https://shop.example', '/c/chairs', 'https://shop.example/index.html'])(
    'a generic address: %s',
    (url) => {
      const page = openPage({ address: 'https://shop.example/c/chairs' });
      page.show('jsonld', { id: 'S1', url }, { id: 'S2', url });
      page.show('dom', { id: '1', url });
      stays(page, 3);
    },
  );

  test('one name at two prices, one price with two names', () => {
    const page = openPage();
    page.look('ga4', { id: '1', name: 'Tee', price: 20 });
    page.look('jsonld', { id: 'S1', name: 'Tee', price: 25 });
    stays(page, 2);
    const other = openPage();
    other.look('ga4', { id: '1', name: 'Tee', price: 20 });
    other.look('jsonld', { id: 'S1', name: 'Mug', price: 20, url: '/p/chair' });
    stays(other, 2);
  });

  test('one price, and no name on one side', () => {
    const page = openPage();
    page.look('track', { id: '1', price: 20 });
    page.look('ga4', { id: '2', name: 'Lamp', price: 20 });
    stays(page, 2);
    expect(page.looks()).toEqual(['1', '2']);
  });

  test('a quick view on a product page', () => {
    const page = openPage();
    page.look('jsonld', { id: 'S1', ...chair, url: '/p/chair' });
    page.look('ga4', { id: '9', name: 'Lamp', price: 129 });
    stays(page, 2);
    expect(page.looks()).toEqual(['S1', '9']);
  });

  test('a short code that is another product’s id', () => {
    const page = openPage();
    page.show('jsonld', { id: 'S1', name: 'Oak chair', codes: ['100'] });
    page.look('ga4', { id: '100', name: 'Lamp' });
    page.show('dom', { id: '100' });
    stays(page, 2);
  });

  test('two ids of the model, or of the shop’s own catalog', () => {
    const page = openPage({ trained: ['1', 'S1'] });
    page.look('ga4', { id: '1', ...chair });
    page.look('jsonld', { id: 'S1', ...chair });
    stays(page, 2);
    const shop = openPage();
    shop.given({ id: '1' });
    shop.given({ id: 'S1' });
    shop.look('ga4', { id: '1', ...chair });
    shop.look('jsonld', { id: 'S1', ...chair });
    stays(shop, 2);
  });
});

describe('looks', () => {
  test('without name and price nothing is joined; structured data only says what is looked at', () => {
    for (const order of permutations(['ga4', 'jsonld', 'dom'] as const)) {
      const page = openPage();
      for (const source of order) page.look(source, { id: `of ${source}` });
      expect([page.looks().length, page.products().length]).toEqual([2, 3]);
    }
    for (const order of permutations(['ga4', 'jsonld'] as const)) {
      const page = openPage();
      for (const source of order) page.look(source, { id: `of ${source}` });
      expect([page.looks().length, page.products().length]).toEqual([1, 2]);
    }
  });

  test('each source that reports every look counts it once, also when the shopper comes back', () => {
    const page = openPage();
    for (let i = 0; i < 3; i++) {
      page.look('ga4', { id: '7', ...chair });
      page.look('shopify', { id: 'S7', ...chair });
      page.wait(60_000);
    }
    expect(page.looks()).toEqual(['7', '7', '7']);
  });

  test('a look on another page is another look', () => {
    const page = openPage();
    page.look('ga4', { id: '7', ...chair });
    page.go('https://shop.example/p/other');
    page.look('jsonld', { id: 'S8', name: 'Lamp' });
    expect(page.looks()).toEqual(['7', 'S8']);
  });

  test('a single-page shop that reports before it changes the address', () => {
    const page = openPage({ address: 'https://shop.example/c/chairs' });
    page.look('ga4', { id: '7', ...chair });
    page.go('https://shop.example/p/chair');
    page.look('jsonld', { id: 'S7', ...chair, url: '/p/chair' });
    expect(page.products()).toEqual(['7 S7']);
  });
});

test('hostile input joins nothing and throws nothing', () => {
  const page = openPage();
  const thrower = {
    get item() {
      throw new Error('getter');
    },
  };
  expect(page.act('ga4', 'click', null as unknown as object)).toBe(false);
  page.show('ga4', { id: 'a', name: '', price: Number.NaN, url: 'javascript:alert(1)' });
  page.show('jsonld', {
    id: 'b',
    name: '&&&&',
    url: 'https://[',
    codes: [{}, null, '__proto__', ''],
  });
  for (let i = 0; i < 2000; i++) page.show('ga4', { id: `x${i}`, name: 'x', price: 1 });
  expect(() => page.act('track', 'click', thrower)).not.toThrow();
  page.settle();
  expect(page.products().every((one) => !one.includes(' '))).toBe(true);
});
