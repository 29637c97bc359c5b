import { describe, expect, test } from 'vitest';
import type { Item } from '../events/item.js';
import { DAY_MS, device, itemsOf } from './device.fixture.js';

const MANY = 90;
const catalog = [
  ...itemsOf(['Home', 'Lamps'], MANY),
  ...itemsOf(['Home', 'Rugs'], 5),
  ...itemsOf(['Garden'], 5),
];

test('nothing is read from nothing', async () => {
  const { ts, ...rest } = await device().profile();
  expect(ts).toBeGreaterThan(0);
  expect(rest).toEqual({
    ...{ events: 0, excluded: 0, categories: [], brands: [], prices: [], comparing: [] },
    ...{ stage: undefined, pace: undefined, visitor: undefined, sentences: [], lang: 'en' },
  });
});

test('nothing is told by a destroyed predictor', async () => {
  const shopper = device({ catalog }).look('rugs1');
  shopper.state = 'destroyed';
  expect(await shopper.profile()).toMatchObject({ events: 0, categories: [], sentences: [] });
});

describe('a taste', () => {
  test('is more than the catalog has: lamps are many', async () => {
    const shopper = device({ catalog });
    for (let visit = 0; visit < 9; visit++) shopper.nextVisit().look(`lamps${visit + 1}`);
    const [lamps] = (await shopper.nextVisit().look('rugs1').profile()).categories.filter(
      ({ name }) => name === 'Home/Lamps',
    );
    expect(lamps).toMatchObject({ usual: 0.9, against: 'catalog', looks: 9 });
    expect(lamps.strength).toBeLessThan(0.6);
    expect(lamps.lift).toBeCloseTo(1, 1);
  });

  test('of few looks is none, of many it is', async () => {
    const shopper = device({ catalog }).nextVisit().look('rugs1').nextVisit().look('rugs2');
    const strengthOf = async () => (await shopper.profile()).categories[0].strength;
    expect(await strengthOf()).toBeLessThan(0.8);
    for (let visit = 0; visit < 4; visit++) shopper.nextVisit().look('rugs3');
    expect(await strengthOf()).toBeGreaterThan(0.9);
    const { categories, sentences } = await shopper.profile();
    expect(categories[0]).toMatchObject({ name: 'Home/Rugs', looks: 6 });
    expect(categories[0].evidence).toEqual(shopper.events);
    expect(categories[0].low).toBeGreaterThan(1);
    expect(categories[0].high).toBeGreaterThan(categories[0].lift);
    expect(sentences.join(' ')).toMatch(/Views Home\/Rugs \d\.\d times as often/);
  });

  test('counts a visit of many looks as less than as many visits, and a product once a visit', async () => {
    const one = device({ catalog }).nextVisit().look('rugs1', 'rugs2', 'rugs3', 'rugs4');
    const four = device({ catalog });
    for (const id of ['rugs1', 'rugs2', 'rugs3', 'rugs4']) four.nextVisit().look(id);
    const again = device({ catalog }).nextVisit().look('rugs1', 'rugs1', 'rugs1', 'rugs1');
    const [a, b, c] = await Promise.all([one, four, again].map((shopper) => shopper.profile()));
    expect(b.categories[0].lift).toBeGreaterThan(a.categories[0].lift);
    expect(a.categories[0].lift).toBeGreaterThan(c.categories[0].lift);
    expect(c.categories[0].looks).toBe(1);
  });

  test('fades by half in 30 days', async () => {
    const shopper = device({ catalog });
    for (let visit = 0; visit < 6; visit++) shopper.look('rugs1').nextVisit();
    const before = (await shopper.profile()).categories[0];
    shopper.now += 30 * DAY_MS;
    const after = (await shopper.profile()).categories[0];
    const leftOf = ({ decay }: typeof after) => (typeof decay === 'object' ? decay.left : 0);
    expect(leftOf(after)).toBeCloseTo(leftOf(before) / 2, 9);
    expect(after.strength).toBeLessThan(before.strength);
  });

  test('names the narrowest category, and the wider one where there is more in it', async () => {
    const narrow = device({ catalog }).nextVisit().look('rugs1', 'rugs2');
    const names = (await narrow.profile()).categories.map(({ name }) => name);
    expect(names).toEqual(['Home/Rugs']);
    const wide = (await narrow.look('lamps1').profile()).categories.map(({ name }) => name);
    expect(wide.sort()).toEqual(['Home', 'Home/Lamps', 'Home/Rugs']);
  });

  test('says when it knows no catalog: then each category counts the same', async () => {
    const shopper = device({ shown: catalog }).nextVisit().look('rugs1');
    const [rugs] = (await shopper.profile()).categories;
    expect(rugs).toMatchObject({ against: 'even', usual: 1 / 2 });
    expect(rugs.text).toBe('Views Home/Rugs 1.1 times as often as at a category on average.');
  });

  test('of the only category that is known is no taste', async () => {
    const shopper = device();
    for (let visit = 0; visit < 9; visit++)
      shopper.nextVisit().act('click', 'a', { about: { id: 'a', category: ['Hats'] } });
    const [hats] = (await shopper.profile()).categories;
    expect(hats.lift).toBe(1);
    expect(hats.strength).toBeLessThan(0.6);
  });

  test('is read beside the log of a trained model, by how often each product is in it', async () => {
    const trained = ['a', 'b'];
    const model = {
      vocabulary: { items: trained, categories: [{ path: 'hats' }, { path: 'shoes' }] },
      itemCategory: Uint16Array.from([1, 2]),
      itemPrice: Uint8Array.from([0, 0]),
      tensors: new Map([['item.popularity', Float32Array.from([Math.log(3), 0])]]),
    };
    const shopper = device({ trained, model }).nextVisit().look('a', 'b');
    const { categories } = await shopper.profile();
    expect(categories.map(({ name, against }) => [name, against])).toEqual([
      ['shoes', 'log'],
      ['hats', 'log'],
    ]);
    expect(categories[1].usual).toBeCloseTo(0.75, 6);
  });

  test('counts carts and orders for more, lists for a look, and removing for nothing', async () => {
    const liftAfter = async (type: 'click' | 'cart' | 'purchase' | 'remove') => {
      const shopper = device({ catalog }).nextVisit().act(type, 'rugs1').look('garden1');
      return (await shopper.profile()).categories.find(({ name }) => name === 'Home/Rugs')?.lift;
    };
    expect(await liftAfter('remove')).toBeUndefined();
    const [click, cart, order] = [
      await liftAfter('click'),
      await liftAfter('cart'),
      await liftAfter('purchase'),
    ] as number[];
    expect(cart).toBeGreaterThan(click);
    expect(order).toBeGreaterThan(cart);
    const list = device({ catalog })
      .nextVisit()
      .act('category', undefined, { category: ['Garden'] });
    expect((await list.profile()).categories[0]).toMatchObject({ name: 'Garden', looks: 1 });
  });

  test('of a brand is one, however it is written', async () => {
    const items: Item[] = ['Acme', 'ACME ', 'Bolt'].map((brand, i) => ({ id: `b${i}`, brand }));
    const { brands } = await device({ catalog: items }).nextVisit().look('b0', 'b1').profile();
    expect(brands).toHaveLength(1);
    expect(brands[0].usual).toBeCloseTo(2 / 3, 6);
  });
});

describe('price bands', () => {
  const priced = (prices: number[], currency?: string) =>
    prices.map(
      (price, i): Item => ({ id: `${currency}${i}`, category: ['Pens'], price, currency }),
    );

  test('are thirds within a category, of one currency', async () => {
    const euros = priced([1, 2, 3, 4, 5, 6], 'EUR');
    const yen = priced([100, 200, 300, 400, 500, 600], 'JPY');
    const bandOf = async (id: string) => {
      const shopper = device({ catalog: [...euros, ...yen] })
        .nextVisit()
        .look(id);
      return (await shopper.profile()).prices.map(({ name, usual }) => [name, usual]);
    };
    expect(await bandOf('EUR0')).toEqual([['low', 1 / 3]]);
    expect(await bandOf('EUR3')).toEqual([['middle', 1 / 3]]);
    expect(await bandOf('EUR5')).toEqual([['high', 1 / 3]]);
    expect(await bandOf('JPY0')).toEqual([['low', 1 / 3]]);
  });

  test('are not told of a category with few prices, and all alike are in the middle', async () => {
    const few = device({ catalog: priced([1, 2, 3]) })
      .nextVisit()
      .look('undefined0');
    expect((await few.profile()).prices).toEqual([]);
    const same = device({ catalog: priced([5, 5, 5, 5, 5, 5]) })
      .nextVisit()
      .look('undefined0');
    expect((await same.profile()).prices).toMatchObject([
      { name: 'middle', usual: expect.closeTo(1) },
    ]);
  });
});

describe('exclude', () => {
  const shopper = () =>
    device({ catalog }).nextVisit().look('rugs1', 'lamps1', 'rugs2').act('search', undefined, {
      query: 'rugs',
    });

  test.each([
    [['home']],
    [['Home/Rugs', 'HOME/lamps']],
    [({ category }: Item) => category?.[0] === 'Home'],
    [['Home/Rugs', ({ category }: Item) => category?.[1] === 'Lamps'] as string[]],
    [
      () => {
        throw new Error('no');
      },
    ],
  ])('leaves out %j wherever a portrait could tell it', async (exclude) => {
    const profile = await shopper().profile({ exclude });
    expect(profile).toMatchObject({ excluded: 3, categories: [], comparing: [] });
    expect(JSON.stringify(profile)).not.toMatch(/rugs|lamps/i);
  });

  test('leaves out a list of that category', async () => {
    const visit = device({ catalog })
      .nextVisit()
      .act('category', undefined, { category: ['Home'] });
    expect(await visit.profile({ exclude: ['home'] })).toMatchObject({
      excluded: 1,
      categories: [],
    });
  });

  test('leaves out the share of others too', async () => {
    const { categories } = await device({ catalog })
      .nextVisit()
      .look('garden1')
      .profile({ exclude: ['Home/Lamps'] });
    expect(categories[0]).toMatchObject({ name: 'Garden', usual: 0.5 });
  });

  test.each([
    [{ exclude: 'Home' }],
    [{ exclude: [7] }],
    [{ exlude: ['Home'] }],
    [{ exclude: [''] }],
    ['Home'],
  ])('tells nothing when it cannot be read: %j', async (options) => {
    const device = shopper();
    const profile = await device.profile(options as never);
    expect(profile).toMatchObject({ events: 0, categories: [], sentences: [] });
    expect(device.faults.map(({ code }) => code)).toEqual(['BAD_OPTION']);
  });

  test('reports a category that the whole catalog does not have', async () => {
    const device = shopper();
    await device.profile({ exclude: ['Rugs', 'Home/Lamps'] });
    expect(device.faults.map(({ message }) => message)).toEqual([
      expect.stringContaining('profile.exclude is "rugs"'),
    ]);
  });

  test('does not guess where only a page is known', async () => {
    const here = device({ shown: catalog }).nextVisit().look('rugs1');
    await here.profile({ exclude: ['Health'] });
    expect(here.faults).toEqual([]);
  });
});

test('no reading repeats what was searched for', async () => {
  const shopper = device({ catalog }).nextVisit().act('search', undefined, { query: 'secret' });
  const profile = await shopper.look('rugs1').profile();
  expect(JSON.stringify(profile)).not.toContain('secret');
  expect(profile.stage?.evidence).toHaveLength(1);
});

describe('comparing', () => {
  test('is going back and forth between products of one category', async () => {
    const shopper = device({ catalog })
      .nextVisit()
      .look('rugs5', 'rugs1', 'lamps1', 'rugs2', 'rugs1');
    const [rugs, ...others] = (await shopper.profile()).comparing;
    expect(others).toEqual([]);
    expect(rugs).toMatchObject({ name: 'Home/Rugs', items: ['rugs1', 'rugs2'], returns: 1 });
    expect(rugs.strength).toBe(0.5);
    const more = (await shopper.look('rugs2', 'rugs1').profile()).comparing[0];
    expect(more).toMatchObject({ items: ['rugs1', 'rugs2'], returns: 3, strength: 0.75 });
  });

  test('is not reloading, and not what an earlier visit did', async () => {
    const shopper = device({ catalog }).nextVisit().look('rugs1', 'rugs1', 'rugs2');
    expect((await shopper.profile()).comparing).toEqual([]);
    shopper.look('rugs1').nextVisit().look('rugs2');
    expect((await shopper.profile()).comparing).toEqual([]);
  });
});

describe('the stage', () => {
  const visit = () => device({ catalog }).nextVisit().look('rugs1');
  const stageOf = async (shopper: ReturnType<typeof visit>) => {
    const { stage } = await shopper.profile();
    return [stage?.kind, stage?.strength];
  };

  test('follows what was done', async () => {
    expect(await stageOf(visit())).toEqual(['browsing', 0.25]);
    expect(await stageOf(visit().look('rugs2', 'rugs1'))).toEqual(['comparing', 0.5]);
    const cart = visit().act('cart', 'rugs1');
    expect(await stageOf(cart)).toEqual(['deciding', 1]);
    expect((await stageOf(cart.act('remove', 'rugs1')))[0]).toBe('browsing');
    expect(await stageOf(visit().act('checkout'))).toEqual(['deciding', 1]);
    const order = visit().act('cart', 'rugs1').act('purchase', 'rugs1');
    expect(await stageOf(order)).toEqual(['bought', 1]);
    expect(await stageOf(order.act('cart', 'rugs2'))).toEqual(['deciding', 1]);
  });

  test('goes by the intent where no act tells, and says that it is less sure', async () => {
    const shopper = visit();
    shopper.band = 'likely';
    expect(await stageOf(shopper)).toEqual(['deciding', 0.5]);
  });

  test('is absent before the first event of a visit', async () => {
    const shopper = visit().nextVisit();
    expect((await shopper.profile()).stage).toBeUndefined();
  });
});

test.each([
  ['persistent', 'new', 0.5],
  ['session', 'unknown', 0],
  ['memory', 'unknown', 0],
] as const)(
  'under %s the first visit is %s, the second returning',
  async (tier, kind, strength) => {
    const shopper = device({ catalog, tier }).nextVisit().look('rugs1').act('purchase', 'rugs1');
    expect((await shopper.profile()).visitor).toMatchObject({
      kind,
      strength,
      visits: 1,
      orders: 1,
    });
    shopper.nextVisit().look('rugs2');
    expect((await shopper.profile()).visitor).toMatchObject({
      ...{ kind: 'returning', strength: 1, visits: 2, orders: 1, since: shopper.events[0].ts },
    });
  },
);

test('the pace is that of the shopper, not of others', async () => {
  const visitOf = (shopper: ReturnType<typeof device>, pauseMs: number) => {
    shopper.nextVisit();
    for (let i = 0; i < 8; i++) {
      shopper.now += pauseMs + i;
      shopper.look('rugs1');
    }
    return shopper;
  };
  const shopper = visitOf(device({ catalog }), 60_000);
  expect((await shopper.profile()).pace).toBeUndefined();
  expect((await visitOf(shopper, 60_000).profile()).pace?.kind).toBe('usual');
  const quick = (await visitOf(shopper, 1000).profile()).pace;
  expect(quick).toMatchObject({ kind: 'quick', usualSeconds: 70.004 });
  expect(quick?.strength).toBeGreaterThan(0.95);
  expect((await visitOf(shopper, 300_000).profile()).pace?.kind).toBe('slow');
});

describe('texts', () => {
  const shopper = () => device({ catalog }).nextVisit().look('rugs1').act('cart', 'rugs1');

  test('are said in the place of ours', async () => {
    const here = shopper();
    const { stage, categories, visitor } = await here.profile({
      texts: {
        'stage.deciding': 'Entscheidet sich.',
        'category.catalog': ({ name, times }) => `${name}: ${times?.toFixed(2)}`,
      },
    });
    expect(stage?.text).toBe('Entscheidet sich.');
    expect(categories[0].text).toMatch(/^Home\/Rugs: 1\.\d\d$/);
    expect(visitor?.text).toBe('No earlier visit is kept on this device.');
    expect(here.faults).toEqual([]);
  });

  test.each([
    [{ 'stage.deciding': 'Entscheidet %s' }, 'BAD_OPTION'],
    [{ 'stage.deciding': '{stage}' }, 'BAD_OPTION'],
    [{ 'stage.deciding': () => 7 as never }, 'CALLBACK_FAILED'],
    [{ 'stage.decides': 'x' } as never, 'BAD_OPTION'],
  ])('that cannot be used are reported, and English is said: %j', async (texts, code) => {
    const here = shopper();
    const { stage } = await here.profile({ texts });
    expect(stage?.text).toBe('Is deciding.');
    expect(here.faults.map((fault) => fault.code)).toEqual([code]);
  });
});

test('reads the latest 5,000 events', async () => {
  const shopper = device({ catalog }).nextVisit();
  for (let i = 0; i < 6000; i++) shopper.look(`lamps${(i % MANY) + 1}`);
  const { events, categories, comparing } = await shopper.profile();
  expect([events, categories[0].looks, categories[0].evidence.length]).toEqual([5000, MANY, 32]);
  expect(comparing[0].evidence.length).toBe(32);
});
