import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM_ARGS, findChromium } from '../scripts/chromium.mjs';

/** What the prerendered page reports. */
export interface PrerenderState {
  prerendering: boolean;
  accepted: number;
  events: string[];
  impressions: number;
  databases: string[];
}

/** Pages report to the address in their query string. */
const TELL = `const tell = (name, body) =>
    fetch(location.search.slice(1) + name, { method: 'POST', body: JSON.stringify(body) });`;

export const PRERENDER_PAGES = {
  '/from.html': `<!doctype html><title>From</title><script src="/from.js"></script>`,
  '/shown-later.html': `<!doctype html><title>Shown later</title>
    <script>window.dataLayer = [{ event: 'view_item', ecommerce: { items: [{ item_id: 'stool' }] } }];</script>
    <main data-nextaisle="view" data-nextaisle-id="chair" data-nextaisle-name="Chair"></main>
    <nextaisle-shelf></nextaisle-shelf><script type="module" src="/shown-later.js"></script>`,
};

export const PRERENDER_SCRIPTS = {
  'from.js': `${TELL}
    const next = '/shown-later.html' + location.search;
    const rules = document.createElement('script');
    rules.type = 'speculationrules';
    rules.textContent = JSON.stringify({ prerender: [{ source: 'list', urls: [next], eagerness: 'immediate' }] });
    document.head.append(rules);
    // Answered once the other page has reported its state before being shown.
    tell('wait').then(() => location.assign(next));`,
  'shown-later.js': `${TELL}
    import { createPredictor } from '/lib/index.js';
    import '/lib/element.js';
    let impressions = 0;
    document.addEventListener('nextaisle:impression', () => impressions++);
    const predictor = createPredictor({ model: null, consent: 'granted' });
    document.querySelector('nextaisle-shelf').predictor = predictor;
    predictor.track('view', { id: 'lamp', name: 'Lamp', url: '/lamp' });
    const state = async () => ({
      prerendering: document.prerendering,
      accepted: predictor.status().events.accepted,
      events: (await predictor.exportData()).events.map(({ item }) => item),
      impressions,
      databases: (await indexedDB.databases()).map(({ name }) => name),
    });
    const settle = async () => {
      const now = await state();
      if (impressions && predictor.status().events.waiting === 0) tell('after', now);
      else requestAnimationFrame(settle);
    };
    await predictor.predict();
    const first = await state();
    if (document.prerendering) document.addEventListener('prerenderingchange', settle);
    tell('before', first);`,
};

/**
 * Prerenders a page by speculation rules, then opens it. Without Playwright, because Chromium does
 * not prerender while a debugger is attached; the pages report to a local server instead.
 */
export async function openPrerendered(
  site: string,
): Promise<{ before: PrerenderState; after: PrerenderState }> {
  const told: Record<string, PrerenderState> = {};
  const profile = mkdtempSync(join(tmpdir(), 'nextaisle-profile-'));
  let release = () => {};
  let finish = () => {};
  const prerendered = new Promise<void>((done) => {
    release = done;
  });
  const finished = new Promise<void>((done) => {
    finish = done;
  });
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const name = (request.url ?? '').slice(1);
    if (name === 'wait') await prerendered;
    else told[name] = JSON.parse(body);
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end();
    if (name === 'before') release();
    if (name === 'after') finish();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const args = [...CHROMIUM_ARGS, '--headless=new', `--user-data-dir=${profile}`];
  const address = `${site}/from.html?http://127.0.0.1:${port}/`;
  const chromium = spawn((await findChromium()) ?? '', [...args, address], {
    stdio: 'ignore',
    // Its own process group, so that its helpers, which write into the profile, end too.
    detached: true,
  });
  const ended = new Promise((done) => chromium.once('exit', done));
  await Promise.race([
    finished,
    ended.then(() => {
      throw new Error('Chromium ended before the page was shown');
    }),
  ]);
  process.kill(-(chromium.pid ?? 0), 'SIGKILL');
  await ended;
  server.closeAllConnections();
  server.close();
  // A helper may still be writing: a leftover folder is no failure.
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  } catch {}
  return { before: told.before, after: told.after };
}
