// node bench/disk/tab.mjs [--count 200] [--wait 60] [--engines chromium,firefox,webkit]
// What the files of a browser hold of the tier `session`, whose events lie in the tab's session storage: while
// the tab is open, after it is closed, a wait later, and after a restart. And of a key that could make those
// events unreadable: which places hand it to the next page, and which of them lie in the same files.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../scripts/build.mjs';
import { startDisplay } from '../../scripts/processes.mjs';
import { launch } from './launch.mjs';
import { remains } from './remains.mjs';
import { pause, serve, words } from './site.mjs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    wait: { type: 'string', default: '60' },
    engines: { type: 'string', default: 'chromium,firefox,webkit' },
  },
});
/** Longer than browsers wait with what they note of their tabs: 15 s in Firefox. */
const SETTLE_MS = 30_000;
const PLACES = [
  'window.name',
  'history.state',
  'sessionStorage',
  'a CryptoKey in IndexedDB',
  'a shared worker',
  'a shared worker with extendedLifetime',
  'the address of the page',
];
await ensureBuilt();

async function measure(engine, env) {
  const count = Number(values.count);
  const [ids, searches] = [words(count), words(count)];
  const keys = Object.fromEntries(words(PLACES.length).map((word, i) => [PLACES[i], word]));
  const profile = mkdtempSync(join(tmpdir(), `nextaisle-tab-${engine}-`));
  const site = await serve({ ids, searches, keys });
  const events = { engine };
  const places = PLACES.map((place) => ({ engine, place }));
  const look = (moment) => {
    const wanted = new Set([...ids, ...searches, ...Object.values(keys)]);
    const raw = keys['a CryptoKey in IndexedDB'];
    const { found, where } = remains(profile, wanted, [raw + raw]);
    if (found.has(raw + raw)) found.add(raw);
    const of = (list) => list.filter((word) => found.has(word)).length;
    events[moment] = `${of(ids)} + ${of(searches)}`;
    for (const row of places) row[moment] = found.has(keys[row.place]) ? 'on the disk' : 'no';
    if (process.env.VERBOSE) console.log(engine, moment, events[moment], where.join(' '));
  };
  const ends = [];
  const open = async (path) => {
    const told = site.next();
    const end = await launch(engine, profile, site.url + path, env);
    if (!end) return undefined;
    ends.push(end);
    return { told: await told, end };
  };
  try {
    const first = await open(`/opener.html?tab=${encodeURIComponent('/tab.html?step=1')}`);
    if (!first) {
      console.log(`skipped: ${engine}, of which there is none`);
      return undefined;
    }
    const second = site.next();
    first.told.go(`/tab.html?step=2&q=${keys['the address of the page']}`);
    const there = await second;
    const third = site.next();
    const back = encodeURIComponent(`${site.url}/tab.html?step=3`);
    there.go(`${site.url.replace('localhost', '127.0.0.1')}/hop.html?to=${back}`);
    const last = await third;
    events['the next page reads'] = there.kept;
    for (const row of places) {
      row['next page has it'] = there.has[row.place] ?? true;
      row['after another site'] = last.has[row.place] ?? true;
    }
    await pause(SETTLE_MS);
    look('open');
    last.go('close');
    await pause(SETTLE_MS);
    look('closed');
    await pause(Number(values.wait) * 1000);
    look(`after ${values.wait} s`);
    await first.end();
    const again = await open('/visit.html?do=look&tier=session');
    await pause(SETTLE_MS);
    look('restarted');
    await again.end();
  } catch (error) {
    events.error = error.message;
    for (const end of ends) await end();
  } finally {
    site.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return { events, places };
}

const display = await startDisplay();
const all = [];
for (const engine of values.engines.split(',')) {
  const rows = await measure(engine, display.env);
  if (rows) all.push(rows);
}
await display.stop();
console.table(all.map(({ events }) => events));
console.table(all.flatMap(({ places }) => places));
process.exit(all.some(({ events }) => events.error) ? 1 : 0);
