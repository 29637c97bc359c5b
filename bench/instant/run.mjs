// npm run bench:instant -- [--rounds 10] [--write]
// Milliseconds from a click to the largest contentful paint of the page that opens, in a real Chromium, with
// and without `nextaisle/instant`, and with a prefetch that begins when the pointer rests on the link: in a shop of
// the bench's own and in two examples, whose page is served once for each of their products. The
// modes take turns, so that other work on the machine slows all alike. Writes bench/results/instant.json.
// Seven minutes a five rounds.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../scripts/build.mjs';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/chromium.mjs';
import { writeFigures } from '../../scripts/figures.mjs';
import { rootPath } from '../../scripts/shell.mjs';
import { EXAMPLES, FILE_MS, PAGE_KB, PAGE_MS, serveShop } from './shop.mjs';

// `bare`: the way to a page of one heading, sent at once. No click is painted sooner on this machine.
const MODES = ['without', 'hit', 'miss', 'prerender', 'bare', 'hover400', 'hover200', 'hover100'];
/** By shop: its modes, and the product that is looked at first. */
const SHOPS = {
  own: { modes: MODES, first: 'mug-0' },
  ...Object.fromEntries(
    EXAMPLES.map((name) => [
      name,
      { modes: ['without', 'hit', 'miss', 'prerender', 'bare'], first: 'lamp-1' },
    ]),
  ),
};

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
await ensureBuilt();

// A first round warms the caches up and does not count.
const trials = Array.from({ length: rounds + 1 }, (_, round) =>
  Object.entries(SHOPS).flatMap(([shop, { modes }]) =>
    modes.map((mode) => ({ shop, mode, round })),
  ),
).flat();
const addressOf = ({ shop, mode, round }) => `/${shop}.${mode}-${round}/${SHOPS[shop].first}`;
const found = Object.fromEntries(
  Object.entries(SHOPS).map(([shop, { modes }]) => [
    shop,
    Object.fromEntries(modes.map((mode) => [mode, { ms: [], came: {} }])),
  ]),
);
let at = 0;
let finish;
const finished = new Promise((done) => {
  finish = done;
});
const server = await serveShop(({ shop, mode, ms, came, failed }) => {
  if (failed) throw new Error(`${shop} ${mode} failed: ${JSON.stringify(failed)}`);
  const expected = trials[at++];
  if (mode !== expected.mode || shop !== expected.shop)
    throw new Error(`a page of ${shop} ${mode} reported instead of ${JSON.stringify(expected)}`);
  if (expected.round) {
    const of = found[shop][mode];
    of.ms.push(ms);
    of.came[came || 'loaded'] = (of.came[came || 'loaded'] ?? 0) + 1;
  }
  // About five seconds a trial: silence for minutes would look like a stop.
  process.stderr.write(`\r${at} of ${trials.length} clicks`);
  if (at < trials.length) return addressOf(trials[at]);
  process.stderr.write('\n');
  finish();
  return '';
});

const profile = mkdtempSync(join(tmpdir(), 'nextaisle-instant-'));
const args = [...CHROMIUM_ARGS, '--headless=new', `--user-data-dir=${profile}`];
const chromium = spawn(await ensureChromium(), [...args, server.url + addressOf(trials[0])], {
  stdio: 'ignore',
  // Its own process group, so that its helpers end too.
  detached: true,
});
const ended = new Promise((done) => chromium.once('exit', done));
const load = loadavg()[0].toFixed(1);
await Promise.race([
  finished,
  ended.then(() => {
    throw new Error('Chromium ended before the last trial');
  }),
]);
process.kill(-chromium.pid, 'SIGKILL');
await ended;
server.close();
try {
  rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
} catch {
  // A helper may still be writing: a leftover folder is no failure.
}

const quantile = (list, share) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
const summaryOf = (modes) =>
  Object.fromEntries(
    Object.entries(modes).map(([mode, { ms, came }]) => [
      mode,
      {
        median: Math.round(quantile(ms, 0.5)),
        low: Math.round(quantile(ms, 0.25)),
        high: Math.round(quantile(ms, 0.75)),
        ratio: Number((quantile(ms, 0.5) / quantile(modes.without.ms, 0.5)).toFixed(2)),
        came,
      },
    ]),
  );
const { own: modes, ...examples } = Object.fromEntries(
  Object.entries(found).map(([shop, of]) => [shop, summaryOf(of)]),
);
for (const [shop, of] of Object.entries({ own: modes, ...examples })) {
  for (const [mode, { median, low, high, ratio, came }] of Object.entries(of))
    console.log(
      `${shop.padEnd(11)} ${mode.padEnd(10)} ${String(median).padStart(5)} ms (${low} … ${high}), ${ratio} of without; came: ${JSON.stringify(came)}`,
    );
}
if (values.write) {
  const machine = { cpu: cpus()[0].model, cores: cpus().length, load };
  const shown = { rounds, pageMs: PAGE_MS, fileMs: FILE_MS, pageKb: PAGE_KB, machine };
  const result = { ...shown, modes, examples };
  writeFileSync(
    join(rootPath, 'bench/results/instant.json'),
    `${JSON.stringify(result, null, 2)}\n`,
  );
  writeFigures();
}
