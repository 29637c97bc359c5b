// npm run mutation -- consent: how many small changes of a room's code its own tests notice. Files of the
// room after its name limit it to those: npm run mutation -- history merge.ts retention.ts
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Run in browsers alone, by the tests in e2e/: here no test reaches them. */
const IN_BROWSERS = {
  history: ['hand-over.ts', 'indexeddb-store.ts', 'page-life.ts'],
};

const [room, ...only] = process.argv.slice(2);
const isCode = (name) => /\.ts$/.test(name) && !/\.(test|fixture)\.ts$/.test(name);
const rooms = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((one) =>
  one.isDirectory(),
);
if (!rooms.some(({ name }) => name === room)) {
  console.error(`Which room? ${rooms.map(({ name }) => name).join(' ')}`);
  process.exit(2);
}
const files = readdirSync(join(root, 'src', room)).filter(isCode);
const unknown = only.find((name) => !files.includes(name));
if (unknown) {
  console.error(`There is no ${unknown} in src/${room}/: ${files.join(' ')}`);
  process.exit(2);
}
const mutated = only.length ? only : files.filter((name) => !IN_BROWSERS[room]?.includes(name));

if (!existsSync(join(here, 'node_modules')))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', here], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });

const scratch = mkdtempSync(join(tmpdir(), 'nextaisle-mutation-'));
const report = join(scratch, `${room}.json`);
const config = join(scratch, 'stryker.json');
writeFileSync(
  config,
  JSON.stringify({
    plugins: [join(here, 'in-place.mjs'), join(here, 'ignore-texts.mjs')],
    ignorers: ['texts'],
    testRunner: 'in-place',
    coverageAnalysis: 'perTest',
    // Tables at the top of a file: each would need the modules read again.
    ignoreStatic: true,
    concurrency: 1,
    timeoutMS: 60_000,
    timeoutFactor: 4,
    dryRunTimeoutMinutes: 10,
    mutate: mutated.map((name) => `src/${room}/${name}`),
    ignorePatterns: ['/*', '!/src', '!/weights', '!/package.json', '!/tsconfig.json'].concat([
      '!/bench',
      '/bench/*',
      '!/bench/mutation',
    ]),
    tempDirName: join(scratch, 'sandbox'),
    cleanTempDir: 'always',
    reporters: ['json', 'progress-append-only', 'survivors'],
    jsonReporter: { fileName: report },
  }),
);
const { status } = spawnSync(
  process.execPath,
  [join(here, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', config],
  { cwd: root, env: { ...process.env, NEXTAISLE_ROOM: room }, stdio: 'inherit' },
);
if (status !== 0) process.exit(status ?? 1);

const counts = {};
for (const { mutants } of Object.values(JSON.parse(readFileSync(report)).files))
  for (const { status } of mutants) counts[status] = (counts[status] ?? 0) + 1;
const of = (...names) => names.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
const noticed = of('Killed', 'Timeout');
const all = noticed + of('Survived', 'NoCoverage');
console.log(
  `\n${room}: ${((100 * noticed) / all).toFixed(1)} % of ${all} mutants noticed; ` +
    `${of('Survived')} survived, ${of('NoCoverage')} reached by no test, ${of('Ignored')} left out`,
);
console.log(report);
