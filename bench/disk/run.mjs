// npm run bench:disk -- [--wait 60] [--engines chromium,firefox,webkit]
// What the files of a browser still hold of 200 products and 200 searches that a page has deleted: at once,
// after a wait, after a restart, and after the shop has sent `Clear-Site-Data: "storage"`. The page stores
// them by the built library, in a profile of its own; the bench reads every file of that profile.
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
    wait: { type: 'string', default: '60' },
    engines: { type: 'string', default: 'chromium,firefox,webkit' },
  },
});
const COUNT = 200;
const SETTLE_MS = 3000;
await ensureBuilt();

async function measure(name, act, env) {
  const [ids, searches] = [words(COUNT), words(COUNT)];
  const profile = mkdtempSync(join(tmpdir(), `nextaisle-disk-${name}-`));
  const site = await serve({ ids, searches });
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
