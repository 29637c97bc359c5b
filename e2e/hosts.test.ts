import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
import type * as Nextaisle from '../src/index.js';
import { serveDoors } from './doors.fixture.js';
import { HOSTS, type Host } from './hosts.fixture.js';
import { useSite } from './site.fixture.js';

declare const lib: typeof Nextaisle;

interface Found {
  threw: string[];
  tracked?: boolean[];
  predicted?: number;
  shown?: number;
  kept?: string[];
  left?: string[];
  state?: string;
  status?: Nextaisle.Status;
}

/** Taken by the page before anybody patches them, to tell what was found. */
const FIRST = `
  const pristine = { stringify: JSON.stringify, later: setTimeout.bind(window), Promise, errors: [],
    clock: performance.now.bind(performance) };
  addEventListener('error', ({ message }) => pristine.errors.push('UNCAUGHT ' + message));
  addEventListener('unhandledrejection', ({ reason }) => pristine.errors.push('UNHANDLED ' + reason));
  window.dataLayer = [];`;

/** From the first event to the end, by whatever \`make\` gives; writes what was found into the page. */
const LIVE = `
async function live(make) {
  const { stringify, later, Promise, errors: threw } = pristine;
  const wait = (ms) => new Promise((done) => later(done, ms));
  const until = async (isSo) => {
    const end = pristine.clock() + 10000;
    while (!(await isSo()) && pristine.clock() < end) await wait(25);
  };
  const attempt = async (name, work) => {
    try {
      return await Promise.race([work(), wait(20000).then(() => { throw name + ' does not end'; })]);
    } catch (thrown) {
      threw.push('THREW ' + name + ': ' + thrown);
    }
  };
  const found = { threw };
  const { made } = (await attempt('make', async () => ({ made: make() }))) ?? {};
  if (made) {
    found.tracked = await attempt('track', async () => [
      made.track('click', { id: 'chair', name: 'Chair', price: 10, category: ['Home', 'Chairs'], url: '/chair' }),
      made.track('cart', { id: 'stool', name: 'Stool', url: '/stool' }),
    ]);
    await attempt('ready', () => made.ready);
    const ids = async () => (await made.exportData()).events.map(({ item }) => item);
    if (made.status().state !== 'inert') {
      await attempt('model', () => until(() => made.status().model.source !== 'loading'));
      dataLayer.push({ event: 'view_item', ecommerce: { items: [{ item_id: 'lamp', item_name: 'Lamp' }] } });
      await attempt('data layer', () => until(async () => (await ids()).includes('lamp')));
      await attempt('shelf', async () => {
        const shelf = document.createElement('nextaisle-shelf');
        shelf.setAttribute('k', 3);
        shelf.predictor = made;
        (document.body ?? document.documentElement).append(shelf);
        await until(() => (found.shown = shelf.shadowRoot?.querySelectorAll('a').length) > 0);
      });
    }
    found.predicted = (await attempt('predict', () => made.predict()))?.items.length;
    await attempt('explain', () => made.explain('stool'));
    found.kept = await attempt('exportData', ids);
    await attempt('forget', () => made.forget({ item: 'chair' }));
    found.left = await attempt('exportData', ids);
    found.status = await attempt('status', async () => made.status());
    await attempt('destroy', async () => made.destroy());
    found.state = await attempt('state', async () => made.status().state);
  }
  const out = document.createElement('output');
  out.id = 'found';
  out.textContent = stringify(found, function (key) { return this[key]; });
  document.documentElement.append(out);
}`;

const rows = Object.entries(HOSTS);
const KINDS = ['tag', 'module'] as const;
type Kind = (typeof KINDS)[number];
/** Both where they differ or all are asked for, else by turns: what they load is the same code. */
const kindsOf = ({ is }: Host, at: number): readonly Kind[] =>
  Array.isArray(is) || process.env.NEXTAISLE_HOSTS === 'all' ? KINDS : [KINDS[at % 2]];
const pageOf = (host: Host, kind: Kind, space: string) => {
  const { before = '', library, after = '', csp, lang = 'en', isWritten } = host;
  const head = `<!doctype html><html lang="${lang}"><title>Shop</title>
    ${csp ? `<meta http-equiv="Content-Security-Policy" content="${csp}">` : ''}
    <script>${FIRST}${LIVE} const space = '${space}';</script><script>{${before}}</script>
    ${library ? `<script src="${library}"></script>` : ''}<body>`;
  const tag = `<script src="/lib/embed.js" data-consent="granted" data-namespace="${space}"></script>`;
  const written = isWritten
    ? `<script>document.write(${JSON.stringify(tag).replace('</', '<\\/')})</script>`
    : tag;
  return kind === 'tag'
    ? `${head}${written}<script>(async () => { ${after}; live(() => nextaisle); })();</script>`
    : `${head}<script type="module">
        const { createPredictor } = await import('/lib/index.js'); await import('/lib/element.js');
        ${after};
        live(() => createPredictor({ consent: 'granted', namespace: space }));</script>`;
};

const require = createRequire(import.meta.url);
const site = useSite(() =>
  serveDoors({
    scripts: { 'zone.js': readFileSync(require.resolve('zone.js'), 'utf8') },
    pages: {
      '/': '<!doctype html><title>All</title><link rel="icon" href="data:,">',
      '/lib.html': `<!doctype html><title>Shop</title><link rel="icon" href="data:,">
        <script type="module">window.lib = await import('/lib/index.js');</script>`,
      ...Object.fromEntries(
        rows.flatMap(([, host], at) =>
          KINDS.map((kind) => [`/${kind}-${at}`, pageOf(host, kind, `${kind}-${at}`)]),
        ),
      ),
    },
  }),
);

/** What differs from a page where nothing is unusual, in words. */
function said({ threw, tracked, predicted, shown, kept, left, state, status }: Found): string {
  // A slow machine: what is bound is tried below.
  const isLate = (text: string) => text.endsWith('(no answer)');
  const said = threw.filter((text) => !isLate(text));
  if (status?.state === 'inert') return [`inert: ${status.faults[0]?.message}`, ...said].join('; ');
  const differs = (name: string, is: unknown, should: unknown) => {
    if (String(is) !== String(should)) said.push(`${name} ${is}`);
  };
  differs('tracked', tracked, 'true,true');
  if (!predicted) said.push('nothing predicted');
  if (!shown) said.push('nothing shown');
  differs('kept', kept, 'chair,stool,lamp');
  differs('left', left, 'stool,lamp');
  differs('state', state, 'destroyed');
  differs('store', status?.store.kind, 'indexeddb');
  differs('model', status?.model.source, 'base');
  differs('engine', status?.engine.backend, 'cpu');
  for (const { message } of status?.faults ?? []) {
    if (!isLate(message)) said.push(`fault: ${message}`);
  }
  return (
    said
      .join('; ')
      .replaceAll(site.url, '')
      .replace(/"module-\d+"/, '"SPACE"') || 'all'
  );
}

// Each host page is a frame of one page: it has globals of its own, and a fiftieth of the cost.
let found: Record<string, Found> = {};
beforeAll(async () => {
  const page = await site.open('/');
  found = await page.evaluate(
    async (paths) => {
      const left = [...paths];
      const found: Record<string, Found> = {};
      const work = async () => {
        for (let path = left.shift(); path; path = left.shift()) {
          const frame = document.createElement('iframe');
          frame.src = path;
          document.body.append(frame);
          let text: string | null | undefined;
          for (let i = 0; !text && i < 1200; i++) {
            await new Promise((done) => setTimeout(done, 50));
            text = frame.contentDocument?.querySelector('#found')?.textContent;
          }
          found[path] = text ? JSON.parse(text) : { threw: ['nothing is told'] };
          frame.remove();
        }
      };
      await Promise.all(Array.from({ length: 4 }, work));
      return found;
    },
    rows.flatMap(([, host], at) => kindsOf(host, at).map((kind) => `/${kind}-${at}`)),
  );
}, 300_000);

test.each(rows.map(([title, host], at) => [title, host, at] as const))('%s', (_, host, at) => {
  const [tag, module = tag] = [host.is ?? 'all'].flat();
  for (const kind of kindsOf(host, at)) {
    expect([kind, said(found[`/${kind}-${at}`])]).toEqual([kind, { tag, module }[kind]]);
  }
});

test('who waits for code that never comes is answered after five seconds', async () => {
  await site.newContext();
  const held = new Set<string>();
  await site.context.route(/chunks\/(analysis|profile|search)|\/webgl/, (route) => {
    held.add(/(\w+)\.js/.exec(route.request().url())?.[1] ?? '');
  });
  const page = await site.newPage();
  await page.clock.install();
  await page.goto(`${site.url}/lib.html`);
  await page.waitForFunction('window.lib');
  const asked = page.evaluate(async () => {
    const own = lib.createPredictor();
    const gpu = lib.createPredictor({ namespace: 'gpu', backend: 'webgl' });
    for (const one of [own, gpu]) one.track('click', { id: 'lamp', name: 'Lamp' });
    own.track('search', 'lamp');
    const codes = [own.explain('lamp'), own.forecast(), own.profile(), own.lift()].map((answer) =>
      answer.then(
        () => 'answered',
        ({ code }) => code,
      ),
    );
    const shown = [own, gpu].map(async (one) => (await one.predict()).items.length > 0);
    return [await Promise.all(codes), await Promise.all(shown)];
  });
  let isOver = false;
  void asked.finally(() => {
    isOver = true;
  });
  while (!isOver) await page.clock.runFor(500);
  expect(await asked).toEqual([Array(4).fill('CHUNK_MISSING'), [true, true]]);
  expect([...held].sort()).toEqual(['analysis', 'profile', 'search', 'webgl']);
});
