// `npm run lighthouse [-- --once --phone]`: Lighthouse on every page of the demo, as a phone and as a desktop. Of three runs
// the best performance counts, since other work on the machine only takes from it; the other scores are the same
// in each. Ends with 1 when a score is below 95. Lighthouse is fetched by npx, or named by LIGHTHOUSE_PATH.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { readFlags } from './read-flags.mjs';
import { rootPath } from './shell.mjs';

const PAGES = ['/', '/#/c/lighting', '/#/p/opal-pendant', '/studio.html', '/log.html'];
const FORMS = { phone: [], desktop: ['--preset=desktop'] };
const SCORES = ['performance', 'accessibility', 'best-practices', 'seo'];
const LEAST = 95;

const flags = readFlags('once', ...Object.keys(FORMS));
const forms = Object.keys(FORMS).filter((form) => flags[form]);
await ensureInstalled();
await ensureBuilt();
const { serveFolders } = await import('./serve.mjs');
const folder = (name) => join(rootPath, name);
const { url, close } = await serveFolders({
  mounts: { '/dist/': folder('dist'), '/weights/': folder('weights'), '/': folder('demo') },
  gzip: true,
});
const CHROME_PATH = await ensureChromium();
const [command, ...before] = process.env.LIGHTHOUSE_PATH
  ? [process.env.LIGHTHOUSE_PATH]
  : ['npx', '--yes', 'lighthouse@12'];
const kept = mkdtempSync(join(tmpdir(), 'nextaisle-lighthouse-'));

async function run(page, form) {
  const path = join(kept, 'report.json');
  await promisify(execFile)(
    command,
    [
      ...before,
      url + page,
      ...FORMS[form],
      '--quiet',
      '--output=json',
      `--output-path=${path}`,
      '--throttling-method=simulate',
      `--only-categories=${SCORES.join()}`,
      '--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage',
    ],
    { env: { ...process.env, CHROME_PATH } },
  );
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Audits that take from a score. */
const lostIn = ({ categories, audits }) =>
  Object.values(categories)
    .flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight && audits[id].score !== null && audits[id].score < 0.9)
    .map(({ id }) => `${id} ${audits[id].displayValue ?? ''}`.trim());

for (const page of PAGES) {
  for (const form of forms.length ? forms : Object.keys(FORMS)) {
    const reports = [];
    while (reports.length < (flags.once ? 1 : 3)) reports.push(await run(page, form));
    const scores = SCORES.map((name) =>
      Math.max(...reports.map(({ categories }) => Math.round(100 * categories[name].score))),
    );
    const isLow = scores.some((score) => score < LEAST);
    if (isLow) process.exitCode = 1;
    const said = SCORES.map((name, i) => `${name} ${scores[i]}`).join(', ');
    console.log(`${page} on a ${form}: ${said}`, ...(isLow ? lostIn(reports[0]) : []));
  }
}
rmSync(kept, { recursive: true, force: true });
await close();
