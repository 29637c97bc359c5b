// Runs in every page of the shop. The first page of a trial, `/<shop>.<mode>-<round>/<product>`, looks at a product
// and clicks on a link two seconds later; the page that opens reports how long after the click its largest
// paint was. No debugger is attached, because Chromium does not prerender under one.

/** How long a shopper looks before the click. */
const LOOK_MS = 2000;
/** Later than any further paint. */
const SETTLED_MS = 1200;
const PATIENCE_MS = 15_000;
/** In an example. */
const EARLIER = ['mug-1', 'tray-1', 'mug-2'];

const { folder, id, products, example } = JSON.parse(document.querySelector('#shop').textContent);
const [, shop, mode] = /^\/(.+)\.(.+)-\d+$/.exec(folder);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const now = () => performance.timeOrigin + performance.now();

/** What a library that follows the pointer does: the page that is pointed at, from then on. */
function prefetch(url) {
  const rules = document.createElement('script');
  rules.type = 'speculationrules';
  rules.textContent = JSON.stringify({
    prefetch: [{ source: 'list', urls: [url], eagerness: 'immediate' }],
  });
  document.head.append(rules);
}

/** That of the example, by the door it has; else one of this page's own. */
async function predictorHere() {
  if (!example) {
    const { createPredictor } = await import('/dist/index.js');
    return createPredictor({ consent: 'memory', sources: [], catalog: products });
  }
  while (!(window.predictor ?? window.nextaisle)?.getSnapshot) await pause(20);
  const predictor = window.predictor ?? window.nextaisle;
  await predictor.ready;
  await predictor.forget('all');
  // A shopper who has looked around: the script tag knows products from what was viewed.
  const { products: all } = await import(`${folder}/products.js`);
  for (const seen of EARLIER)
    predictor.track(
      'view',
      all.find((one) => one.id === seen),
    );
  return predictor;
}

async function look() {
  const library = example ? '/node_modules/nextaisle/dist' : '/dist';
  const { startInstant } = await import(`${library}/instant.js`);
  // The same work on every page: only asking differs.
  const predictor = await predictorHere();
  predictor.track('view', id);
  await predictor.predict();
  const isAsking = /^(hit|miss|prerender)$/.test(mode);
  const instant =
    isAsking &&
    startInstant(predictor, {
      minProbability: 0,
      mode: mode === 'prerender' ? 'prerender' : 'prefetch',
    });
  const before = now();
  while (instant && instant.status().state !== 'asked') {
    await pause(20);
    if (now() > before + PATIENCE_MS) return tell({ failed: instant.status() });
  }
  const asked = instant ? instant.status().addresses.map((one) => new URL(one).pathname) : [];
  await pause(LOOK_MS);
  const others = [...document.querySelectorAll('nav a')]
    .map((link) => link.getAttribute('href'))
    .filter((url) => !url.endsWith(`/${id}`) && !url.endsWith('/bare'));
  const isHit = mode === 'hit' || mode === 'prerender';
  const next = isHit ? asked[0] : others.find((one) => !asked.includes(one));
  const url = mode === 'bare' ? `${folder}/bare` : next;
  const hoverMs = Number(/^hover(\d+)$/.exec(mode)?.[1] ?? 0);
  if (hoverMs) {
    prefetch(url);
    await pause(hoverMs);
  }
  // Shared with a prerendered page, as the session storage is not.
  localStorage.setItem('clicked', String(now()));
  document.querySelector(`a[href="${url}"]`).click();
}

async function report() {
  let painted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) painted = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  if (document.prerendering)
    await new Promise((shown) => document.addEventListener('prerenderingchange', shown));
  // A busy machine may paint later than that.
  const since = now();
  while (!painted && now() < since + PATIENCE_MS) await pause(20);
  await pause(SETTLED_MS);
  const [navigation] = performance.getEntriesByType('navigation');
  const { activationStart = 0, deliveryType } = navigation;
  const clicked = Number(localStorage.getItem('clicked'));
  const ms = performance.timeOrigin + Math.max(painted, activationStart) - clicked;
  const came = activationStart ? 'prerender' : deliveryType;
  return tell(painted ? { ms, came } : { failed: 'nothing was painted' });
}

async function tell(measured) {
  const body = JSON.stringify({ shop, mode, ...measured });
  const next = await (await fetch('/report', { method: 'POST', body })).text();
  if (next) location.assign(next);
}

if (id === 'mug-0' || id === 'lamp-1') look();
else report();
