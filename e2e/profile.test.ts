import { expect, test } from 'vitest';
import type * as Nextaisle from '../src/index.js';
import type { Nextaisle as Tag } from '../src/embed.js';
import { recordRequests } from './browser.fixture.js';
import { serveDoors } from './doors.fixture.js';
import { STRICT_CSP } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

declare const lib: typeof Nextaisle;
declare const nextaisle: Tag;

const site = useSite(() =>
  serveDoors({
    scripts: { 'page.js': `import * as lib from '/lib/index.js'; window.lib = lib;` },
    pages: {
      '/page.html': '<!doctype html><script type="module" src="/page.js"></script>',
      '/tag.html':
        '<!doctype html><script async src="/lib/embed.js" data-consent="memory"></script>',
    },
    csp: STRICT_CSP,
  }),
);

const CATALOG = ['Rugs', 'Lamps', 'Vases', 'Chairs'].flatMap((name) =>
  Array.from({ length: 8 }, (_, i) => ({
    id: `${name}-${i}`,
    category: ['Home', name],
    price: i + 1,
  })),
);

test('reads a portrait of a stored history over visits, and forget empties it', async () => {
  await site.newContext();
  const page = await site.open('/page.html');
  await page.waitForFunction('window.lib');
  const requests = recordRequests(page);
  const told = await page.evaluate(async (catalog) => {
    const predictor = lib.createPredictor({ consent: 'granted', model: null, catalog });
    await predictor.ready;
    const day = 86_400_000;
    for (let visit = 6; visit > 0; visit--)
      predictor.track('click', `Rugs-${visit}`, { ts: Date.now() - visit * day });
    for (const id of ['Lamps-1', 'Lamps-2', 'Lamps-1']) predictor.track('click', id);
    const before = await predictor.profile();
    const without = await predictor.profile({ exclude: ['Home/Rugs'] });
    await predictor.forget('all');
    const after = await predictor.profile();
    const kept = await predictor.exportData();
    predictor.destroy();
    return { before, without, after, kept, destroyed: await predictor.profile() };
  }, CATALOG);
  expect(told.before.categories[0]).toMatchObject({
    name: 'Home/Rugs',
    against: 'catalog',
    looks: 6,
  });
  expect(told.before.sentences[0]).toContain('7 visits');
  expect(told.before.comparing).toMatchObject([{ items: ['Lamps-1', 'Lamps-2'], returns: 1 }]);
  expect(told.before.prices.length).toBeGreaterThan(0);
  expect(told.without).toMatchObject({ excluded: 6, events: 9 });
  expect(JSON.stringify(told.without)).not.toContain('Rugs');
  expect(told.after).toMatchObject({ events: 0, categories: [], sentences: [] });
  expect(told.kept).toMatchObject({ events: [], moments: [] });
  expect(told.destroyed).toMatchObject({ events: 0, categories: [] });
  const ours = requests.urls().filter((url) => /profile/.test(url));
  expect(ours).toContain(`${site.url}/lib/chunks/profile.js`);
  // Its own file, once.
  expect(new Set(ours).size).toBe(ours.length);
});

test('says that nothing is known of earlier visits where consent keeps none, on a script tag', async () => {
  await site.newContext();
  const page = await site.open('/tag.html');
  await page.waitForFunction('window.nextaisle?.profile');
  const [{ visitor, stage }, band] = await page.evaluate(async () => {
    nextaisle.track('click', { id: 'lamp', category: 'Lamps' });
    const { intent } = await nextaisle.predict();
    return [await nextaisle('profile'), intent.band] as const;
  });
  expect(visitor).toMatchObject({ kind: 'unknown', visits: 1, strength: 0 });
  // The weights of these tests are drawn by chance, and so is what they think of one look.
  expect(stage?.kind).toBe(band === 'likely' ? 'deciding' : 'browsing');
});

test('rejects with CHUNK_MISSING where its code cannot be loaded', async () => {
  await site.newContext();
  const page = await site.open('/page.html');
  await page.waitForFunction('window.lib');
  await page.route('**/chunks/profile*.js', (route) => route.abort());
  const code = await page.evaluate(async () => {
    const predictor = lib.createPredictor({ consent: 'memory', model: null, namespace: 'a' });
    return predictor.profile().then(
      () => '',
      (error: Nextaisle.PredictorError) => error.code,
    );
  });
  expect(code).toBe('CHUNK_MISSING');
});
