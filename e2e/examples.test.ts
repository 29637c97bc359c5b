import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Prediction } from '../src/index.js';
import { serveFolders } from '../scripts/serve.mjs';
import { recordErrors, recordRequests } from './browser.fixture.js';
import { repositoryRoot } from './serve.fixture.js';
import { useBrowser } from './site.fixture.js';

/** What a shop would do in production: a server of the framework's own, or a folder of files. */
const EXAMPLES: Record<string, { folder: string } | { server: string[]; renders: true }> = {
  'script-tag': { folder: '.' },
  'import-map': { folder: '.' },
  esbuild: { folder: 'dist' },
  vite: { folder: 'dist' },
  webpack: { folder: '.' },
  astro: { folder: 'dist' },
  sveltekit: { server: ['node', 'build'], renders: true },
  next: { server: ['npx', 'next', 'start'], renders: true },
  nuxt: { server: ['node', '.output/server/index.mjs'], renders: true },
};
/** Their builds take most of the time: before a release, and when asked for. */
const LONG = ['webpack', 'astro', 'sveltekit', 'nuxt'];
const chosen = Object.keys(EXAMPLES).filter(
  (name) => process.env.NEXTAISLE_EXAMPLES === 'all' || !LONG.includes(name),
);
const LOOKED_AT = ['mug-1', 'tray-1', 'mug-2'];

const execute = promisify(execFile);
const home = mkdtempSync(join(tmpdir(), 'nextaisle-examples-'));
const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
/** Without what the test runner sets for itself: a shop's build is not a test. */
const { NODE_ENV: _, VITEST: __, ...outside } = process.env;
const env = { ...outside, NEXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1' };
let tarball: string;

async function run(folder: string, command: string, ...args: string[]): Promise<string> {
  try {
    return (await execute(command, args, { cwd: folder, env, maxBuffer: 1e8 })).stdout;
  } catch (thrown) {
    const { stdout, stderr, message } = thrown as { stdout: string; stderr: string } & Error;
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  }
}

const isOnline = await run(home, 'npm', 'ping', '--fetch-retries=0', '--fetch-timeout=20000').then(
  () => true,
  () => false,
);
if (!isOnline) {
  console.log('skipped: the npm registry cannot be reached, no example is installed');
  // Where every test is skipped no hook runs.
  rmSync(home, { recursive: true });
} else if (chosen.length < Object.keys(EXAMPLES).length) {
  console.log(`skipped: ${LONG.join(', ')}; NEXTAISLE_EXAMPLES=all runs them too`);
}

beforeAll(async () => {
  const report = await run(home, 'npm', 'pack', repositoryRoot, '--json', '--ignore-scripts');
  tarball = join(home, JSON.parse(report)[0].filename);
  cpSync(join(repositoryRoot, 'examples'), home, {
    recursive: true,
    // What somebody built by hand.
    filter: (path) =>
      !/[\\/](node_modules|dist|build|\.\w+)$/.test(path.slice(repositoryRoot.length)),
  });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** As a shop's `npm install`, with the packed tarball in the place of the published one. */
async function install(folder: string): Promise<void> {
  const path = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  manifest.dependencies.nextaisle = `file:${tarball}`;
  writeFileSync(path, JSON.stringify(manifest));
  await run(folder, 'npm', 'install', '--install-links', ...quiet);
}

const freePort = () =>
  new Promise<number>((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });

/** Starts the framework's own server and waits until it answers. */
async function start(folder: string, [command, ...args]: string[]) {
  const port = String(await freePort());
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...env, PORT: port, HOST: '127.0.0.1', HOSTNAME: '127.0.0.1', NODE_ENV: 'production' },
    stdio: 'pipe',
    // A group of its own: npx starts another.
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const url = `http://127.0.0.1:${port}`;
  await vi.waitFor(
    async () => {
      if (child.exitCode !== null) throw new Error(said);
      await fetch(url);
    },
    { timeout: 60_000, interval: 200 },
  );
  return { url, close: async () => void process.kill(-(child.pid ?? 0), 'SIGKILL') };
}

describe.runIf(isOnline)('a shop by', () => {
  const chromium = useBrowser();
  test.each(chosen)('%s: three products looked at, the shelf predicts', async (name) => {
    const example = EXAMPLES[name];
    const folder = join(home, name);
    await install(folder);
    await run(folder, 'npm', 'run', 'build', '--if-present');
    const site =
      'server' in example
        ? await start(folder, example.server)
        : await serveFolders({ mounts: { '/': join(folder, example.folder) } });
    const context = await chromium.browser.newContext();
    const requests = recordRequests(context);
    const page = await context.newPage();
    const errors = recordErrors(page);
    // A mismatch with the server's markup is a warning in Vue and Svelte.
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    await page.addInitScript(() => {
      document.addEventListener('nextaisle:prediction', (event) => {
        Object.assign(window, { last: (event as CustomEvent).detail });
      });
    });
    try {
      if ('renders' in example) {
        const html = await (await fetch(site.url)).text();
        expect(html).toContain('Deep bowl');
      }
      await page.goto(site.url, { waitUntil: 'networkidle' });
      for (const id of LOOKED_AT) await page.click(`[data-product=${id}]`, { timeout: 20_000 });
      await vi.waitFor(
        async () => {
          const last = (await page.evaluate('window.last')) as Prediction | undefined;
          if (last?.backend !== 'cpu') throw new Error([name, ...errors.list()].join('\n'));
        },
        { timeout: 20_000, interval: 100 },
      );
      // What was looked at before, and not what is on the page now.
      const shelf = page.locator('[data-shelf] li');
      await shelf.filter({ hasText: 'Blue mug' }).waitFor();
      expect(await shelf.filter({ hasText: 'Grey mug' }).count()).toBe(0);
      expect([...errors.list(), ...warnings]).toEqual([]);
      expect(requests.urls().filter((url) => !url.startsWith(site.url))).toEqual([]);
    } finally {
      await context.close();
      await site.close();
    }
  });
});
