import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Served } from '../scripts/serve.mjs';
import { ITEMS, serveDoors } from './doors.fixture.js';

/** What a page of the shop is given before its scripts run, as `window.given`. */
export interface Given {
  predictor?: Record<string, unknown>;
  instant?: Record<string, unknown>;
  /** Addresses by product; `/p/<id>` for the others, none for null. */
  urls?: Record<string, string | null>;
}

const SCRIPT = `import { createPredictor } from '/lib/index.js';
import { startInstant } from '/lib/instant.js';
const { predictor: options, instant: given, urls = {} } = window.given ?? {};
const catalog = ${JSON.stringify(ITEMS)}.map((id) => {
  const url = id in urls ? urls[id] : '/p/' + id;
  return { id, name: id, ...(url && { url }) };
});
const predictor = createPredictor({ model: '/lib/shop.safetensors', consent: 'granted', sources: [], catalog, ...options });
predictor.track('view', location.pathname.split('/').pop());
const instant = startInstant(predictor, { minProbability: 0, ...given });
Object.assign(window, { predictor, instant });`;

const pageOf = (id: string) => `<!doctype html><html lang="en"><title>${id}</title>
  <link rel="icon" href="data:,"><h1>${id}</h1>
  <nav>${ITEMS.map((one) => `<a href="/p/${one}">${one}</a>`).join(' ')}</nav>
  <script type="module" nonce="n0nce" src="/shop.js"></script>`;

/** A shop of several pages that logs what browsers ask it for. */
export async function serveShop() {
  const doors = await serveDoors({ scripts: { 'shop.js': SCRIPT } });
  let log: { path: string; purpose: string }[] = [];
  let policy: Record<string, string> = {};
  const server = createServer(({ url = '/', headers }, response) => {
    if (/^\/(lib|weights)\/|\.js$/.test(url)) {
      request(doors.url + url, (answer) => {
        response.writeHead(answer.statusCode ?? 500, { ...answer.headers });
        answer.pipe(response);
      }).end();
      return;
    }
    log.push({ path: url, purpose: String(headers['sec-purpose'] ?? headers.purpose ?? '') });
    response.writeHead(200, {
      'content-type': 'text/html;charset=utf-8',
      'cache-control': 'private, no-cache',
      ...policy,
    });
    response.end(pageOf(url.split('/').pop() ?? ''));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const served: Served = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await doors.close();
    },
  };
  return {
    served,
    /** Pages that were asked for ahead, in order. */
    ahead: () => log.filter(({ purpose }) => purpose.includes('prefetch')).map(({ path }) => path),
    /** Every page that was requested, in order. */
    pages: () => log.map(({ path }) => path),
    /** A new log, and the policy of the pages from now on. */
    reset(csp = '', header = 'content-security-policy') {
      log = [];
      policy = csp ? { [header]: csp } : {};
    },
  };
}
