// npm run bench:disk -- [--wait 60] [--engines chromium,firefox,webkit]
// What the files of a browser still hold of 200 products and 200 searches that a page has deleted: at once,
// after a wait, after a restart, and after the shop has sent `Clear-Site-Data: "storage"`. The page stores
// them by the built library, in a profile of its own; the bench reads every file of that profile.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sirv from 'sirv';
import { ensureBuilt } from '../../scripts/build.mjs';
import { startDisplay } from '../../scripts/processes.mjs';
import { rootPath } from '../../scripts/shell.mjs';
import { launch } from './launch.mjs';
import { remains } from './remains.mjs';

const { values } = parseArgs({
  options: {
    wait: { type: 'string', default: '60' },
    engines: { type: 'string', default: 'chromium,firefox,webkit' },
  },
});
const COUNT = 200;
const SETTLE_MS = 3000;
await ensureBuilt();

const words = () => Array.from({ length: COUNT }, () => randomBytes(8).toString('hex'));
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Serves the page; `next()` resolves with what it tells. */
async function serve(ids, searches) {
  const mounts = [
    ['/dist/', sirv(`${rootPath}dist`, { dev: true })],
    ['/idb-keyval/', sirv(`${rootPath}node_modules/idb-keyval/dist`, { dev: true })],
    ['/', sirv(`${rootPath}bench/disk/pages`, { dev: true })],
  ];
  let heard = () => {};
  const server = createServer((request, response) => {
    response.setHeader('cache-control', 'no-store');
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/words') return response.end(JSON.stringify({ ids, searches }));
    if (pathname === '/told') {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      return request.on('end', () =>
        heard({ ...JSON.parse(body), go: (path) => response.end(path) }),
      );
    }
    if (pathname === '/clear') {
      response.setHeader('clear-site-data', '"storage"');
      response.setHeader('content-type', 'text/html');
      return response.end(
        '<!doctype html><script>location.replace("/visit.html?do=look")</script>',
      );
    }
    const [prefix, answer] = mounts.find(([one]) => pathname.startsWith(one));
    request.url = request.url.slice(prefix.length - 1);
    return answer(request, response, () => response.writeHead(404).end());
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://localhost:${server.address().port}`,
    close: () => server.close(),
    next: () =>
      new Promise((done, failed) => {
        const late = setTimeout(() => failed(new Error('the page told nothing for 90 s')), 90_000);
        heard = (told) => {
          clearTimeout(late);
          done(told);
        };
      }),
  };
}

async function measure(name, act, env) {
  const [ids, searches] = [words(), words()];
  const profile = mkdtempSync(join(tmpdir(), `nextaisle-disk-${name}-`));
  const site = await serve(ids, searches);
  const row = { engine: name, act };
  const count = (moment) => {
    const { found, where } = remains(profile, new Set([...ids, ...searches]));
    const of = (list) => list.filter((word) => found.has(word)).length;
    row[moment] = `${of(ids)} + ${of(searches)}`;
    if (process.env.VERBOSE) console.log(name, act, moment, row[moment], where.join(' '));
  };
  /** Opens the browser at a page and waits until that has done its part. */
  const open = async (path) => {
    const told = site.next();
    const end = await launch(name, profile, site.url + path, env);
    if (!end) return undefined;
    try {
      return { told: await told, end };
    } catch (error) {
      await end();
      throw error;
    }
  };
  try {
    const visit = await open('/visit.html?do=write');
    if (!visit) {
      console.log(`skipped: ${name}, of which there is none`);
      return undefined;
    }
    await pause(SETTLE_MS);
    row.read = visit.told.kept;
    count('stored');
    const deleted = site.next();
    visit.told.go(`/visit.html?do=${act}`);
    row.read += ` → ${(await deleted).kept}`;
    await pause(SETTLE_MS);
    count('deleted');
    await pause(Number(values.wait) * 1000);
    count(`after ${values.wait} s`);
    await visit.end();
    const again = await open('/visit.html?do=look');
    await pause(SETTLE_MS);
    count('restarted');
    await again.end();
    const cleared = await open('/clear');
    await pause(SETTLE_MS);
    count('cleared');
    await cleared.end();
    const last = await open('/visit.html?do=look');
    await pause(SETTLE_MS);
    count('cleared, restarted');
    await last.end();
  } catch (error) {
    row.error = error.message;
  } finally {
    site.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return row;
}

const display = await startDisplay();
const rows = [];
for (const name of values.engines.split(',')) {
  for (const act of ['forget', 'denied']) {
    const row = await measure(name, act, display.env);
    if (row) rows.push(row);
  }
}
await display.stop();
console.table(rows);
process.exit(rows.some(({ error }) => error) ? 1 : 0);
