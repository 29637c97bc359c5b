// Runs in every page of the shop. The first page of a trial, `/<mode>-<round>/mug-0`, looks at a product and
// clicks on a link two seconds later; the page that opens reports how long after the click its largest
// paint was. No debugger is attached, because Chromium does not prerender under one.
import { createPredictor } from '/dist/index.js';
import { startInstant } from '/dist/instant.js';

/** How long a shopper looks before the click. */
const LOOK_MS = 2000;
/** Later than any further paint. */
const SETTLED_MS = 1200;

const { folder, id, products } = JSON.parse(document.querySelector('#shop').textContent);
const [mode] = folder.slice(1).split('-');
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

async function look() {
  // The same work on every page: only asking differs.
  const predictor = createPredictor({ consent: 'memory', sources: [], catalog: products });
  predictor.track('view', id);
  await predictor.predict();
  const isAsking = /^(hit|miss|prerender)$/.test(mode);
  const instant =
    isAsking &&
    startInstant(predictor, {
      minProbability: 0,
      mode: mode === 'prerender' ? 'prerender' : 'prefetch',
    });
  while (instant && instant.status().state !== 'asked') await pause(20);
  const asked = instant ? instant.status().addresses.map((one) => new URL(one).pathname) : [];
  await pause(LOOK_MS);
  const others = products.map(({ url }) => url).filter((url) => !url.endsWith(`/${id}`));
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
  await pause(SETTLED_MS);
  const [navigation] = performance.getEntriesByType('navigation');
  const { activationStart = 0, deliveryType } = navigation;
  const clicked = Number(localStorage.getItem('clicked'));
  const ms = performance.timeOrigin + Math.max(painted, activationStart) - clicked;
  const came = activationStart ? 'prerender' : deliveryType;
  const body = JSON.stringify({ mode, ms, came, painted });
  const next = await (await fetch('/report', { method: 'POST', body })).text();
  if (next) location.assign(next);
}

if (id === 'mug-0') look();
else report();
